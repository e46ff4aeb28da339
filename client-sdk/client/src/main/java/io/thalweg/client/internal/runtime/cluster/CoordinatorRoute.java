package io.thalweg.client.internal.runtime.cluster;

import io.thalweg.client.api.BrokerAddress;
import io.thalweg.client.internal.retry.BrokerError;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The way to the coordinator of one group; asks any broker when it is not known or was wrong. Thread-safe; one per group and client user. */
public final class CoordinatorRoute implements RetriedCall.Route {
    private final ClientCore core;
    private final String group;
    private volatile @Nullable BrokerAddress known;
    private volatile @Nullable BrokerError problem;
    private boolean asking;

    public CoordinatorRoute(ClientCore core, String group) {
        this.core = core;
        this.group = group;
    }

    @Override
    public @Nullable BrokerAddress target() {
        BrokerAddress address = known;
        if (address == null) {
            ask();
        }
        return address;
    }

    private synchronized void ask() {
        if (asking) {
            return;
        }
        asking = true;
        CompletableFuture<BrokerAddress> found =
                core.network().groups().findCoordinator(core.watch().anyBroker(), group);
        found.whenComplete((address, failure) -> {
            problem = failure == null ? null : BrokerError.from(failure);
            answered(failure == null ? address : null);
        });
    }

    private synchronized void answered(@Nullable BrokerAddress address) {
        asking = false;
        known = address;
    }

    @Override
    public @Nullable BrokerError problem() {
        return problem;
    }

    /** The coordinator may have moved; an error may say where to. */
    @Override
    public boolean learn(BrokerError error) {
        BrokerAddress hint = error.hintedAddress();
        known = hint;
        if (hint == null) {
            ask();
        }
        return hint != null;
    }
}
