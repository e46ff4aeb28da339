package io.thalweg.broker.rpc.fetch;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.metadata.model.PartitionId;
import io.thalweg.proto.v1.FetchCommand;
import io.thalweg.proto.v1.FetchEvent;
import io.thalweg.proto.v1.FetchRequest;
import io.thalweg.proto.v1.FetchResponse;
import io.thalweg.proto.v1.FetchServiceGrpc;
import io.thalweg.proto.v1.ListOffsetsRequest;
import io.thalweg.proto.v1.ListOffsetsResponse;

/** The fetch service. Whatever may read from the disk runs on the reader threads. */
public final class FetchEndpoint extends FetchServiceGrpc.FetchServiceImplBase {

    /** Subscriptions of all streams together; each takes some hundred bytes. */
    private static final int MOST_SUBSCRIPTIONS = 250_000;

    private final FetchParts parts;
    private final PartitionNames names;
    private final OffsetLookup offsets;
    private final OpenCount subscriptions = new OpenCount(MOST_SUBSCRIPTIONS);

    /** Creates the service. */
    public FetchEndpoint(FetchParts parts) {
        this.parts = parts;
        this.names = new PartitionNames(parts.view());
        this.offsets = new OffsetLookup(parts.partitions(), parts.hints());
    }

    @Override
    public void fetch(FetchRequest request, StreamObserver<FetchResponse> client) {
        try {
            PartitionId partition = names.resolve(request.getTopicId(), request.getTopic(), request.getPartition());
            new UnaryFetch(request, partition, (ServerCallStreamObserver<FetchResponse>) client, parts).signal();
        } catch (RejectedException e) {
            fail(e, client);
        }
    }

    @Override
    public StreamObserver<FetchCommand> fetchStream(StreamObserver<FetchEvent> client) {
        return new FetchStream((ServerCallStreamObserver<FetchEvent>) client, parts, names, subscriptions);
    }

    @Override
    public void listOffsets(ListOffsetsRequest request, StreamObserver<ListOffsetsResponse> client) {
        parts.readers().execute(() -> {
            try {
                PartitionId partition = names.resolve(request.getTopicId(), request.getTopic(), request.getPartition());
                client.onNext(offsets.answer(partition, request));
                client.onCompleted();
            } catch (RejectedException e) {
                fail(e, client);
            }
        });
    }

    private void fail(RejectedException rejected, StreamObserver<?> client) {
        parts.listener().onError(rejected.failure().reason());
        client.onError(StatusMapper.exception(rejected.failure()));
    }
}
