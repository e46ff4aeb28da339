package io.thalweg.metadata.consensus;

import io.thalweg.metadata.apply.Applied;
import io.thalweg.metadata.apply.CommandApply;
import io.thalweg.metadata.codec.CommandCodec;
import io.thalweg.metadata.controller.AppliedEntry;
import io.thalweg.metadata.controller.AppliedLog;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.image.ClusterImage;
import java.io.IOException;
import java.util.Collection;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Applies committed commands to the image, one after the other, on the updater thread of Ratis.
 *
 * <p>A rejection is a reply like any other. Whatever is unexpected is fatal before the position moves: the process halts,
 * and after a restart the same entry is applied again.
 */
final class MetadataStateMachine extends BaseStateMachine {

    private final SnapshotFolder snapshots = new SnapshotFolder();
    private final UUID clusterId;
    private final AppliedLog applied;
    private final StateMachineListener listener;
    private final FatalListener fatal;
    private final LongSupplier nanoTime;
    private volatile @Nullable SegmentNames names;

    MetadataStateMachine(
            UUID clusterId,
            AppliedLog applied,
            StateMachineListener listener,
            FatalListener fatal,
            LongSupplier nanoTime) {
        this.clusterId = clusterId;
        this.applied = applied;
        this.listener = listener;
        this.fatal = fatal;
        this.nanoTime = nanoTime;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId group, RaftStorage storage) throws IOException {
        super.initialize(server, group, storage);
        snapshots.init(storage);
        names = new SegmentNames(storage.getStorageDir().getCurrentDir().toPath(), nanoTime);
        getLifeCycle().startAndTransition(() -> {
            long covered = loadSnapshot();
            requireLogReaches(covered, storage);
        });
    }

    /** Returns the index that the snapshot covers, -1 for none. */
    private long loadSnapshot() throws IOException {
        SnapshotFolder.Loaded loaded = snapshots.load();
        if (loaded == null) {
            setLastAppliedTermIndex(TermIndex.valueOf(0, -1));
            applied.restart(ClusterImage.empty(clusterId));
            return -1;
        }
        if (!loaded.image().clusterId().equals(clusterId)) {
            throw new ConsensusRefusal("the metadata snapshot is of cluster "
                    + loaded.image().clusterId() + ", the settings name cluster " + clusterId);
        }
        setLastAppliedTermIndex(loaded.position());
        applied.restart(loaded.image());
        return loaded.position().getIndex();
    }

    private static void requireLogReaches(long covered, RaftStorage storage) throws IOException {
        OptionalLong first =
                RaftLogFiles.firstIndex(storage.getStorageDir().getCurrentDir().toPath());
        if (first.isPresent() && first.getAsLong() > covered + 1) {
            throw new ConsensusRefusal("the metadata log begins at entry " + first.getAsLong()
                    + " but no intact snapshot covers the entries before it: replace this voter by a new one");
        }
    }

    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        ByteString content = request.getMessage().getContent();
        TransactionContext transaction = TransactionContext.newBuilder()
                .setStateMachine(this)
                .setClientRequest(request)
                .build();
        if (content.size() > RaftTuning.MAX_COMMAND_BYTES) {
            transaction.setException(new IllegalArgumentException(
                    "a command of " + content.size() + " bytes exceeds the limit of " + RaftTuning.MAX_COMMAND_BYTES));
        }
        return transaction;
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = Objects.requireNonNull(transaction.getLogEntry());
        try {
            ProposalOutcome.Applied outcome = apply(entry);
            updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
            return CompletableFuture.completedFuture(new AppliedReply(outcome));
        } catch (RuntimeException | Error e) {
            fatal.onFatal("cannot apply the metadata command at " + entry.getIndex(), e);
            throw e;
        }
    }

    private ProposalOutcome.Applied apply(LogEntryProto entry) {
        long index = entry.getIndex();
        byte[] bytes = entry.getStateMachineLogEntry().getLogData().toByteArray();
        Command command = CommandCodec.decode(bytes);
        Applied next = CommandApply.apply(applied.image(), command, index);
        if (next.reply() instanceof CommandReply.Diverged diverged) {
            throw new IllegalStateException("this voter's metadata differs from the leader's: " + diverged);
        }
        applied.add(new AppliedEntry(index, command, bytes.length), next.image());
        return new ProposalOutcome.Applied(index, next.reply(), next.changes());
    }

    /** Called by the writer of the log before it forces entries, and waited for before they are acknowledged. */
    @Override
    public CompletableFuture<Void> flush(long index) {
        try {
            Objects.requireNonNull(names).force();
            return CompletableFuture.completedFuture(null);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex position = getLastAppliedTermIndex();
        if (position.getIndex() < 0) {
            return -1;
        }
        long began = nanoTime.getAsLong();
        ClusterImage image = applied.image();
        snapshots.write(position, image);
        listener.onSnapshot(position.getIndex(), nanoTime.getAsLong() - began);
        return position.getIndex();
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return snapshots;
    }

    /** Called before an installed snapshot replaces the folder; {@link #reinitialize} follows on the updater thread. */
    @Override
    public void pause() {
        if (getLifeCycleState() == LifeCycle.State.RUNNING) {
            getLifeCycle().transition(LifeCycle.State.PAUSING);
            getLifeCycle().transition(LifeCycle.State.PAUSED);
        }
    }

    @Override
    public void reinitialize() throws IOException {
        getLifeCycle().startAndTransition(() -> {
            long covered = loadSnapshot();
            if (covered < 0) {
                fatal.onFatal("the installed metadata snapshot cannot be read", null);
                throw new ConsensusRefusal("the installed metadata snapshot cannot be read");
            }
        });
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, @Nullable RaftPeerId newLeader) {
        listener.onLeaderChanged(member.getPeerId().equals(newLeader));
    }

    @Override
    public void notifyLeaderReady() {
        listener.onLeaderReady();
    }

    @Override
    public void notifyNotLeader(Collection<TransactionContext> pending) {
        listener.onNotLeader();
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto entry) {
        fatal.onFatal("the metadata log cannot be written", cause);
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
        listener.onShutdown();
    }

    @Override
    public void close() {
        getLifeCycle().checkStateAndClose();
    }
}
