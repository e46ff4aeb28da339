package io.thalweg.metadata.controller;

import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.Endpoint;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.TopicId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** An image that commands change, as the log would. */
final class LeaderFixture {

    ClusterImage image = ClusterImage.empty(new UUID(7, 7));

    Applied apply(Command command) {
        Applied applied = CommandApply.apply(image, command, image.index() + 1);
        image = applied.image();
        return applied;
    }

    BrokerIdentity register(int id) {
        apply(new Command.RegisterBroker(new BrokerRegistration(
                new BrokerId(id),
                new UUID(1, id),
                new UUID(2, id),
                new TreeMap<>(Map.of("peer", new Endpoint("localhost", 7401))),
                "",
                RestartKind.CLEAN,
                BrokerEpoch.NONE,
                0,
                List.of(),
                1)));
        return new BrokerIdentity(new BrokerId(id), new BrokerEpoch(image.index()));
    }

    BrokerIdentity activated(int id) {
        BrokerIdentity broker = register(id);
        apply(new Command.ActivateBroker(broker));
        return broker;
    }

    TopicId topic(String name, BrokerIdentity replica) {
        TopicId id = new TopicId(new UUID(3, name.hashCode()));
        apply(new Command.CreateTopic(
                id, name, false, Map.of("min.insync.replicas", "1"), List.of(List.of(replica.id()))));
        return id;
    }
}
