package io.thalweg.broker.app;

import io.thalweg.broker.app.settings.ServerSettings;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One broker as a process: starts it, stops it in order on a signal, and halts on a fault that cannot be survived. */
final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

    private final ServerSettings settings;

    ServerProcess(ServerSettings settings) {
        this.settings = settings;
    }

    /** Ends the process when it is told to stop; throws why the cluster will not have this broker, or not any longer. */
    void run() throws StartRefusal, InterruptedException {
        BrokerNode node = BrokerNode.start(settings, ServerProcess::halt);
        Thread onSignal = new Thread(() -> stop(node), "thalweg-stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            node.ready().get();
            LOG.info("ready: broker {} {}", settings.node().broker(), node.endpoints());
            StartRefusal why = node.removed().get();
            leave(node, why);
            Runtime.getRuntime().removeShutdownHook(onSignal);
            throw why;
        } catch (ExecutionException e) {
            node.kill();
            if (e.getCause() instanceof StartRefusal refusal) {
                Runtime.getRuntime().removeShutdownHook(onSignal);
                throw refusal;
            }
            halt(e);
        }
    }

    /** The cluster does without this broker: nobody misses it, so all that is left is to stop in order. */
    private void leave(BrokerNode node, StartRefusal why) {
        LOG.warn("leaving: broker {}: {}", settings.node().broker(), why.why());
        node.stop(settings.shutdownTimeout());
        LOG.info("stopped: broker {}", settings.node().broker());
    }

    private void stop(BrokerNode node) {
        LOG.info("stopping: broker {}", settings.node().broker());
        node.stop(settings.shutdownTimeout());
        LOG.info("stopped: broker {}", settings.node().broker());
        // A process that ends by a signal would report the signal, but this one has stopped in order.
        Runtime.getRuntime().halt(ServerMain.STOPPED);
    }

    private static void halt(Throwable cause) {
        if (cause instanceof StartRefusal refusal) {
            LOG.error("halting: {}; why: {}; try: {}", refusal.getMessage(), refusal.why(), refusal.remedy());
            Runtime.getRuntime().halt(ServerMain.REFUSED);
        }
        LOG.error("halting: this process can no longer be trusted", cause);
        Runtime.getRuntime().halt(ServerMain.FAULT);
    }
}
