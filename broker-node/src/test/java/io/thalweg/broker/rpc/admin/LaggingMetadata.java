package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.BrokerRegistration;
import io.thalweg.metadata.model.RestartKind;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.ErrorReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A metadata log, and a broker whose image of it stays behind until it is told to catch up. */
final class LaggingMetadata implements MetadataGateway {

    final ImageView view = new ImageView(ClusterImage.empty(new UUID(1, 1)));
    final List<Command> proposed = new ArrayList<>();
    /** What others do just before this broker's next proposals that are no barriers. */
    final Deque<Command> meanwhile = new ArrayDeque<>();

    boolean reachable = true;
    /** Answers are held back until they are completed here. */
    boolean holds;

    final Deque<Runnable> held = new ArrayDeque<>();
    private ClusterImage image = view.image();

    LaggingMetadata() {
        this(3);
    }

    LaggingMetadata(int brokers) {
        for (int id = 1; id <= brokers; id++) {
            BrokerId broker = new BrokerId(id);
            UUID storage = new UUID(id, id);
            elsewhere(new Command.RegisterBroker(new BrokerRegistration(
                    broker,
                    storage,
                    storage,
                    new TreeMap<>(),
                    "",
                    RestartKind.LOSSY,
                    BrokerEpoch.NONE,
                    0,
                    List.of(),
                    1)));
            BrokerIdentity registered =
                    Objects.requireNonNull(image.broker(broker)).identity();
            elsewhere(new Command.ActivateBroker(registered));
        }
        catchUp();
    }

    @Override
    public CompletableFuture<Outcome> propose(Command command, boolean waitUntilServed) {
        proposed.add(command);
        if (!reachable) {
            return CompletableFuture.failedFuture(
                    new RejectedException(Failure.of(ErrorReason.ERROR_REASON_NO_METADATA_QUORUM, "nobody answers")));
        }
        if (!(command instanceof Command.Barrier) && !meanwhile.isEmpty()) {
            elsewhere(meanwhile.removeFirst());
        }
        CommandReply reply = apply(command);
        Outcome outcome = new Outcome(image.index(), reply);
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        Runnable complete = () -> answer.complete(outcome);
        if (holds) {
            held.add(complete);
        } else {
            complete.run();
        }
        return answer;
    }

    /** Another broker changes something, and this one does not hear of it yet. */
    void elsewhere(Command command) {
        CommandReply reply = apply(command);
        if (!reply.accepted()) {
            throw new AssertionError(command + " was answered " + reply);
        }
    }

    private CommandReply apply(Command command) {
        Applied applied = CommandApply.apply(image, command, image.index() + 1);
        image = applied.image();
        return applied.reply();
    }

    void catchUp() {
        view.publish(image, ImageChanges.all(image.index()));
    }

    ClusterImage image() {
        return image;
    }

    Topic topic(String name) {
        return Objects.requireNonNull(image.topic(name));
    }

    Command.CreateTopic creation(String name) {
        List<BrokerId> replicas = List.of(new BrokerId(1), new BrokerId(2), new BrokerId(3));
        TopicId id = new TopicId(new UUID(name.hashCode(), image.index()));
        return new Command.CreateTopic(id, name, false, Map.of(), List.of(replicas));
    }
}
