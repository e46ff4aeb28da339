package io.thalweg.client.fake;

import io.grpc.stub.StreamObserver;
import io.thalweg.proto.v1.InitProducerRequest;
import io.thalweg.proto.v1.InitProducerResponse;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import io.thalweg.proto.v1.ProduceServiceGrpc;

/** Appends to the fake logs. */
final class FakeProduceService extends ProduceServiceGrpc.ProduceServiceImplBase {
    private final FakeBroker broker;

    FakeProduceService(FakeBroker broker) {
        this.broker = broker;
    }

    @Override
    public void initProducer(InitProducerRequest request, StreamObserver<InitProducerResponse> out) {
        out.onNext(InitProducerResponse.newBuilder()
                .setProducerId(broker.cluster().nextProducerId())
                .build());
        out.onCompleted();
    }

    @Override
    public StreamObserver<ProduceRequest> produceStream(StreamObserver<ProduceResponse> out) {
        broker.opened(out);
        broker.producerConnected();
        return new StreamObserver<>() {
            @Override
            public void onNext(ProduceRequest request) {
                broker.append(request, out);
            }

            @Override
            public void onError(Throwable failure) {
                broker.ended(out);
            }

            @Override
            public void onCompleted() {
                broker.ended(out);
                out.onCompleted();
            }
        };
    }
}
