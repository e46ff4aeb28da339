package io.thalweg.broker.rpc.produce;

import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.StatusMapper;
import io.thalweg.proto.v1.ErrorReason;
import io.thalweg.proto.v1.InitProducerRequest;
import io.thalweg.proto.v1.InitProducerResponse;
import io.thalweg.proto.v1.ProduceRequest;
import io.thalweg.proto.v1.ProduceResponse;
import io.thalweg.proto.v1.ProduceServiceGrpc;
import java.util.function.LongSupplier;

/** The produce service. Wire-compatible with the generated one; its requests are read by {@link ProduceCallMarshaller}. */
public final class ProduceEndpoint implements BindableService {

    private final Appender appender;
    private final AppendBudget budget;
    private final ProducerIds producerIds;

    /**
     * Creates the service.
     *
     * @param wallMillis the wall clock, for create times of plain records
     * @param nanos a monotonic clock, for latencies
     */
    public ProduceEndpoint(ProduceParts parts, ProducerIds producerIds, LongSupplier wallMillis, LongSupplier nanos) {
        this.appender = new Appender(parts, new BatchIntake(parts.view(), wallMillis), nanos);
        this.budget = parts.budget();
        this.producerIds = producerIds;
    }

    @Override
    public ServerServiceDefinition bindService() {
        ProduceCallMarshaller marshaller = new ProduceCallMarshaller();
        MethodDescriptor<ProduceCall, ProduceResponse> produce =
                reading(ProduceServiceGrpc.getProduceMethod(), marshaller);
        MethodDescriptor<ProduceCall, ProduceResponse> stream =
                reading(ProduceServiceGrpc.getProduceStreamMethod(), marshaller);
        MethodDescriptor<InitProducerRequest, InitProducerResponse> init = ProduceServiceGrpc.getInitProducerMethod();
        ServiceDescriptor descriptor = ServiceDescriptor.newBuilder(ProduceServiceGrpc.SERVICE_NAME)
                .setSchemaDescriptor(ProduceServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
                .addMethod(produce)
                .addMethod(stream)
                .addMethod(init)
                .build();
        return ServerServiceDefinition.builder(descriptor)
                .addMethod(produce, ServerCalls.asyncUnaryCall(this::produce))
                .addMethod(stream, ServerCalls.asyncBidiStreamingCall(this::produceStream))
                .addMethod(init, ServerCalls.asyncUnaryCall(this::initProducer))
                .build();
    }

    private static MethodDescriptor<ProduceCall, ProduceResponse> reading(
            MethodDescriptor<ProduceRequest, ProduceResponse> generated, ProduceCallMarshaller marshaller) {
        return generated.toBuilder(marshaller, generated.getResponseMarshaller())
                .build();
    }

    private void produce(ProduceCall call, StreamObserver<ProduceResponse> client) {
        ((ServerCallStreamObserver<ProduceResponse>) client).setOnCancelHandler(() -> {});
        appender.append(call, outcome -> {
            Failure failure = outcome.failure();
            if (failure != null) {
                client.onError(StatusMapper.exception(failure));
            } else {
                client.onNext(outcome.response().toBuilder()
                        .setCorrelationId(call.request().getCorrelationId())
                        .build());
                client.onCompleted();
            }
        });
    }

    private StreamObserver<ProduceCall> produceStream(StreamObserver<ProduceResponse> client) {
        return new ProduceStream((ServerCallStreamObserver<ProduceResponse>) client, appender, budget);
    }

    private void initProducer(InitProducerRequest request, StreamObserver<InitProducerResponse> client) {
        producerIds.next().whenComplete((id, problem) -> {
            if (problem != null) {
                client.onError(StatusMapper.exception(Failure.of(
                        ErrorReason.ERROR_REASON_NO_METADATA_QUORUM,
                        "No producer id could be allocated: " + problem.getMessage())));
            } else {
                client.onNext(
                        InitProducerResponse.newBuilder().setProducerId(id).build());
                client.onCompleted();
            }
        });
    }
}
