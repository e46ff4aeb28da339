package io.thalweg.broker.app;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.thalweg.broker.app.net.CallMeter;
import io.thalweg.broker.app.net.EventLoops;
import io.thalweg.broker.app.net.GrpcPorts;
import io.thalweg.broker.app.net.ServingGate;
import io.thalweg.broker.rpc.RequestListener;
import io.thalweg.broker.rpc.group.CallerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The client port: services behind the gate, health, reflection. Bound while the broker starts, open when it serves. */
final class ClientPort {

    private final Server server;
    private final ServingGate gate;
    private final HealthStatusManager health;

    private ClientPort(Server server, ServingGate gate, HealthStatusManager health) {
        this.server = server;
        this.gate = gate;
        this.health = health;
    }

    /** Binds the port with the gate shut. */
    static ClientPort bind(
            GrpcPorts.Port port,
            EventLoops loops,
            List<BindableService> services,
            RequestListener listener,
            LongSupplier nanos)
            throws IOException {
        ServingGate gate = new ServingGate();
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
        List<BindableService> all = new ArrayList<>(services);
        all.add(health.getHealthService());
        all.add(ProtoReflectionServiceV1.newInstance());
        Server server =
                GrpcPorts.open(port, loops, all, List.of(new CallMeter(listener, nanos), gate, new CallerAddress()));
        return new ClientPort(server, gate, health);
    }

    int port() {
        return server.getPort();
    }

    /** Lets clients in. */
    void open() {
        gate.open();
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    }

    /** Tells load balancers to look elsewhere; clients still get in. */
    void announceStop() {
        health.enterTerminalState();
    }

    /** Lets nobody in, gives calls under way a moment, then ends all. */
    void close(Duration grace) throws InterruptedException {
        gate.shut();
        server.shutdown();
        if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            server.shutdownNow();
            server.awaitTermination(1, TimeUnit.SECONDS);
        }
    }
}
