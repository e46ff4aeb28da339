package io.thalweg.broker.rpc.admin;

import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.DescribePartitionsRequest;
import io.thalweg.proto.v1.DescribePartitionsResponse;
import java.util.concurrent.CompletableFuture;

/** Port to other brokers: asks one for the positions of partitions that it leads. Thread-safe, never blocks. */
@FunctionalInterface
public interface LeaderAsker {

    /** Asks the broker at its peer endpoint; fails when it does not answer within a few seconds. */
    CompletableFuture<DescribePartitionsResponse> ask(Endpoint peer, DescribePartitionsRequest request);
}
