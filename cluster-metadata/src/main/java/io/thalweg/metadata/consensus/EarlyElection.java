package io.thalweg.metadata.consensus;

import io.thalweg.metadata.controller.PortProbe;
import io.thalweg.metadata.model.Endpoint;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a dead leader without waiting for the election timeout: asks whether its Raft port refuses, and if so tells the
 * Raft server of this process to stand, with the very message by which a leader asks its successor to. Thread-safe.
 */
final class EarlyElection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EarlyElection.class);

    private final RaftServer server;
    private final RaftGroupId group;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "metadata-election");
        thread.setDaemon(true);
        return thread;
    });

    // Of the timer's thread:
    private final EarlyStanding standing = new EarlyStanding();
    private boolean probing;

    /** What runs on the timer's thread. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    EarlyElection(RaftServer server, RaftGroupId group, LongSupplier nanoTime) {
        this.server = server;
        this.group = group;
        this.nanoTime = nanoTime;
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Something hints that the leader has died. Does not wait. */
    void suspect(PortProbe probe) {
        after(0, () -> ask(probe));
    }

    private void ask(PortProbe probe) throws IOException {
        RaftServer.Division division = server.getDivision(group);
        RaftPeerId leader = division.getInfo().getLeaderId();
        RaftPeer peer = leader == null ? null : division.getRaftConf().getPeer(leader);
        if (probing || peer == null || !division.getInfo().isFollower()) {
            return;
        }
        probing = true;
        probe.probe(endpoint(peer))
                .thenAccept(answer -> after(0, () -> {
                    probing = false;
                    if (answer == PortProbe.Answer.REFUSED
                            && peer.getId().equals(division.getInfo().getLeaderId())) {
                        provenDead(division, peer);
                    }
                }));
    }

    private static Endpoint endpoint(RaftPeer peer) {
        String address = peer.getAddress();
        int colon = address.lastIndexOf(':');
        return new Endpoint(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private void provenDead(RaftServer.Division division, RaftPeer leader) {
        long wait = standing.provenDead(
                leader.getId().toString(),
                rank(division, leader.getId()),
                division.getInfo().getCurrentTerm(),
                nowMillis());
        if (wait != EarlyStanding.NEVER) {
            LOG.info(
                    "Nothing listens at {} of the metadata leader {}: it has died",
                    leader.getAddress(),
                    leader.getId());
            after(wait, () -> takeTurn(division, leader.getId()));
        }
    }

    /** How many voters come between the dead leader and this one, in the circle of all in order of their ids. */
    private static int rank(RaftServer.Division division, RaftPeerId dead) {
        List<RaftPeerId> circle = division.getRaftConf().getCurrentPeers().stream()
                .map(RaftPeer::getId)
                .sorted(Comparator.comparing(RaftPeerId::toString))
                .toList();
        return Math.floorMod(circle.indexOf(division.getId()) - circle.indexOf(dead) - 1, circle.size());
    }

    private void takeTurn(RaftServer.Division division, RaftPeerId dead) throws IOException {
        DivisionInfo info = division.getInfo();
        RaftPeerId leader = info.getLeaderId();
        if (standing.stands(info.isFollower(), leader == null ? null : leader.toString(), info.getCurrentTerm())) {
            stand(division, dead);
        }
    }

    /** In the dead leader's name, as one that hands over would ask; the Raft server skips the pre-vote then. */
    private void stand(RaftServer.Division division, RaftPeerId dead) throws IOException {
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        if (last == null) {
            return;
        }
        LOG.info("Standing for election in the place of {}, last entry {}", dead, last);
        boolean stands = server.startLeaderElection(StartLeaderElectionRequestProto.newBuilder()
                        .setServerRequest(RaftRpcRequestProto.newBuilder()
                                .setRequestorId(dead.toByteString())
                                .setReplyId(division.getId().toByteString())
                                .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(group.toByteString())))
                        .setLeaderLastEntry(last.toProto())
                        .build())
                .getServerReply()
                .getSuccess();
        if (!stands) {
            LOG.info("The Raft server does not stand; the election timeout decides");
        }
    }

    private void after(long millis, Step step) {
        try {
            timer.schedule(() -> run(step), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: no election any more", e);
        }
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("Could not stand for election early; the election timeout decides", e);
        }
    }

    private long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
