package io.thalweg.broker.rpc.admin;

import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
import io.thalweg.proto.v1.DescribeVotersResponse;
import java.util.concurrent.CompletableFuture;

/**
 * Port to the metadata leader, for its voters. Thread-safe, never blocks. Failures are
 * {@link io.thalweg.broker.rpc.RejectedException}.
 */
public interface VoterGateway {

    /** The voters as the metadata leader sees them. */
    CompletableFuture<DescribeVotersResponse> list();

    /** Changes the voters; completes when the new ones vote. */
    CompletableFuture<ChangeVotersResponse> change(ChangeVotersRequest request);
}
