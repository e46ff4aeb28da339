package io.thalweg.broker.runtime.hosting;

import io.thalweg.broker.runtime.link.PeerLinks;
import io.thalweg.broker.runtime.link.RuntimeListener;
import io.thalweg.broker.runtime.loop.LoopGroup;
import io.thalweg.broker.runtime.loop.Turn;
import io.thalweg.broker.runtime.loop.TurnMember;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.model.Broker;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands images to the loops. Until an image holds this process life's registration nothing is hosted: a broker acts on no
 * image older than its own registration. Images come in order from one thread at a time.
 */
public final class ImageFollower {
    private final BrokerId self;
    private final UUID incarnation;
    private final LoopGroup loops;
    private final HostedPartitions hosted;
    private final List<LoopHosting> hostings;
    private final PeerLinks peers;
    private final RuntimeListener listener;
    private final AppliedImages applied;
    private @Nullable BrokerIdentity registered;

    /** Who this broker is, in this process life. */
    public record Identity(BrokerId self, UUID incarnation) {}

    ImageFollower(
            Identity identity,
            LoopGroup loops,
            HostedPartitions hosted,
            List<LoopHosting> hostings,
            PeerLinks peers,
            RuntimeListener listener,
            LongConsumer appliedImageIndex) {
        this.self = identity.self();
        this.incarnation = identity.incarnation();
        this.loops = loops;
        this.hosted = hosted;
        this.hostings = List.copyOf(hostings);
        this.peers = peers;
        this.listener = listener;
        this.applied = new AppliedImages(appliedImageIndex);
    }

    /** The next image. Returns at once; the listener hears when every loop has acted on it. */
    public void onImage(ClusterImage image, ImageChanges changes) {
        hosted.image(image);
        BrokerIdentity identity = identity(image);
        if (identity == null) {
            registered = null;
            applied.begin(image.index(), 0);
            return;
        }
        boolean first = !identity.equals(registered);
        registered = identity;
        ImageChanges seen = first ? ImageChanges.all(image.index()) : changes;
        if (seen.empty()) {
            applied.begin(image.index(), 0);
            return;
        }
        peers.onImage(image, identity.epoch());
        applied.begin(image.index(), hostings.size());
        hostings.forEach(hosting -> hosting.loop().post(turn -> act(turn, hosting, image, seen, identity)));
        listener.hosted(
                image.partitionsLedBy(self).size(), image.partitionsOf(self).size());
    }

    private void act(
            Turn turn, LoopHosting hosting, ClusterImage image, ImageChanges changes, BrokerIdentity identity) {
        boolean deleted =
                hosting.onImage(turn, image, changes, identity, uid -> loops.of(uid.value()) == hosting.loop());
        if (deleted) {
            turn.touch(new SyncedDeletion(hosting, image.index()));
        } else {
            turn.atEnd(() -> applied.finish(image.index()));
        }
    }

    private @Nullable BrokerIdentity identity(ClusterImage image) {
        Broker broker = image.broker(self);
        return broker != null && broker.incarnation().equals(incarnation) ? broker.identity() : null;
    }

    /** A deletion counts as done when it is durable: its tombstone is forgotten then and would not come again. */
    private final class SyncedDeletion implements TurnMember {
        private final LoopHosting hosting;
        private final long index;

        SyncedDeletion(LoopHosting hosting, long index) {
            this.hosting = hosting;
            this.index = index;
        }

        @Override
        public void afterWrite(Turn turn) {
            hosting.loop().awaitSync(this, true);
        }

        @Override
        public void onSynced(Turn turn, long sequence) {
            turn.atEnd(() -> applied.finish(index));
        }

        @Override
        public Next onTick(Turn turn) {
            return Next.LATER;
        }
    }
}
