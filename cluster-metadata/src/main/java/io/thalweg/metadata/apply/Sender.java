package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ImageEdit;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerIdentity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that whoever speaks as a broker is the registered life of it. */
final class Sender {

    private Sender() {}

    /** Why this identity may not speak, or null if it is the registered one. */
    static @Nullable RejectionReason problem(ImageEdit edit, BrokerIdentity identity) {
        Broker broker = edit.broker(identity.id());
        if (broker == null) {
            return RejectionReason.BROKER_NOT_FOUND;
        }
        return broker.epoch().equals(identity.epoch()) ? null : RejectionReason.STALE_BROKER_EPOCH;
    }

    /** The rejection for a problem found above. */
    static CommandReply rejection(RejectionReason reason, BrokerIdentity identity) {
        String message = reason == RejectionReason.BROKER_NOT_FOUND
                ? "broker " + identity.id() + " is not registered"
                : "broker " + identity.id() + " is not registered with epoch " + identity.epoch();
        return new CommandReply.Rejected(
                reason, message, Map.of("broker", identity.id().toString()));
    }
}
