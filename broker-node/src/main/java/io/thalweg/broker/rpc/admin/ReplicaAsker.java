package io.thalweg.broker.rpc.admin;

import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.ReportReplicasRequest;
import io.thalweg.proto.v1.ReportReplicasResponse;
import java.util.concurrent.CompletableFuture;

/** Port to other brokers: asks one what its replicas have, whether they lead or not. Thread-safe, never blocks. */
@FunctionalInterface
public interface ReplicaAsker {

    /** Asks the broker at its peer endpoint; fails when it does not answer within a few seconds. */
    CompletableFuture<ReportReplicasResponse> report(Endpoint peer, ReportReplicasRequest request);
}
