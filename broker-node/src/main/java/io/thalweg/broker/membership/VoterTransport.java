package io.thalweg.broker.membership;

import io.thalweg.metadata.model.Endpoint;
import io.thalweg.proto.v1.ChangeVotersRequest;
import io.thalweg.proto.v1.ChangeVotersResponse;
import io.thalweg.proto.v1.DescribeVotersResponse;
import java.util.concurrent.CompletableFuture;

/** Port to the metadata services of the voters, for questions about themselves. Failures are {@link VoterRefusal}. */
public interface VoterTransport {

    /** Asks one voter for all voters. */
    CompletableFuture<DescribeVotersResponse> listVoters(Endpoint voter, long timeoutMillis);

    /** Asks one voter to change the voters. */
    CompletableFuture<ChangeVotersResponse> changeVoters(
            Endpoint voter, ChangeVotersRequest request, long timeoutMillis);
}
