package io.thalweg.broker.app;

import io.thalweg.broker.membership.MembershipListener;
import io.thalweg.broker.membership.MetadataSession;
import io.thalweg.broker.membership.VoterRefusal;
import io.thalweg.broker.rpc.ImageView;
import io.thalweg.broker.runtime.BrokerRuntime;
import io.thalweg.metadata.app.MetadataNode;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.VoterSet;
import io.thalweg.proto.v1.ErrorReason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Carries what the session brings to the data plane, the services and the state of this broker, and the answer back. */
final class SessionEvents implements MembershipListener {

    private final ImageView view;
    private final NodeState state;
    private final NodeStorage storage;
    private final MetadataNode voter;
    private final Consumer<Throwable> onFatal;
    private final AtomicLong appliedIndex = new AtomicLong();

    private volatile @Nullable BrokerRuntime runtime;
    private volatile @Nullable MetadataSession session;
    private volatile @Nullable ProducerBlocks blocks;

    SessionEvents(
            ImageView view, NodeState state, NodeStorage storage, MetadataNode voter, Consumer<Throwable> onFatal) {
        this.view = view;
        this.state = state;
        this.storage = storage;
        this.voter = voter;
        this.onFatal = onFatal;
    }

    /** The data plane exists; called before the session starts. */
    void connect(BrokerRuntime newRuntime) {
        runtime = newRuntime;
    }

    /** The session exists; called before it starts. */
    void connect(MetadataSession newSession, ProducerBlocks newBlocks) {
        session = newSession;
        blocks = newBlocks;
    }

    @Override
    public void onRegistered(BrokerEpoch epoch) {
        storage.onRegistered(epoch);
        ProducerBlocks ids = blocks;
        if (ids != null) {
            ids.onRegistered(epoch);
        }
    }

    @Override
    public void onVoters(VoterSet voters) {
        storage.onVoters(voters);
        voter.onVoters(voters);
    }

    @Override
    public void onImage(ClusterImage image, ImageChanges changes) {
        BrokerRuntime hosting = runtime;
        if (hosting != null) {
            hosting.onImage(image, changes);
        }
        view.publish(image, changes);
        state.onImage(image);
    }

    /** Every partition here has acted on the image at that index. */
    void onApplied(long index) {
        appliedIndex.accumulateAndGet(index, Math::max);
        MetadataSession open = session;
        if (open != null) {
            open.beatNow();
        }
    }

    @Override
    public void onNoSession() {
        voter.suspectLeader();
    }

    @Override
    public void onRefused(VoterRefusal cause) {
        StartRefusal refusal = new StartRefusal(
                "The cluster refuses this broker (" + cause.reason().name().replace("ERROR_REASON_", "") + ")",
                String.valueOf(cause.getMessage()),
                remedy(cause.reason()));
        boolean started = state.serving().isDone();
        state.onRefused(refusal);
        if (cause.reason() == ErrorReason.ERROR_REASON_BROKER_REMOVED) {
            state.onRemoved(refusal);
        } else if (started) {
            onFatal.accept(refusal);
        }
    }

    private static String remedy(ErrorReason reason) {
        return switch (reason) {
            case ERROR_REASON_BROKER_ID_IN_USE -> "Give this broker its own broker.id, or stop the other one.";
            case ERROR_REASON_WRONG_CLUSTER -> "Correct cluster.id or metadata.voters.";
            case ERROR_REASON_STALE_BROKER_EPOCH -> "Another process registered as this broker; stop one of the two.";
            case ERROR_REASON_BROKER_REMOVED ->
                "Nothing, if it was meant to go; to have a broker here again, start one with an empty data folder.";
            case ERROR_REASON_FEATURE_LEVEL_UNSUPPORTED -> "Start this broker with the newer version of the software.";
            default -> "See the log of the metadata leader.";
        };
    }

    long appliedIndex() {
        return appliedIndex.get();
    }

    /** Whether this broker's lease holds now. */
    boolean leased() {
        MetadataSession open = session;
        return open != null && open.leased();
    }

    int metadataLeader() {
        MetadataSession open = session;
        return open == null ? 0 : open.metadataLeader();
    }

    LongSupplier offline() {
        return () -> view.image().leaderless().size();
    }

    LongSupplier underReplicated() {
        return () -> {
            ClusterImage image = view.image();
            return image.partitions().stream().filter(image::underReplicated).count();
        };
    }
}
