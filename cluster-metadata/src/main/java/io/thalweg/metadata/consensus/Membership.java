package io.thalweg.metadata.consensus;

import io.thalweg.metadata.controller.VoterGroup.Change;
import io.thalweg.metadata.controller.VoterPosition;
import io.thalweg.metadata.model.VoterPeer;
import io.thalweg.metadata.model.VoterSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who the members of the group are, as one Raft server knows. Thread-safe. */
final class Membership {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private final RaftServer.Division division;
    private volatile VoterSet committed = VoterSet.UNKNOWN;

    Membership(RaftServer.Division division) {
        this.division = division;
    }

    /** The newest voters known to be committed; a configuration takes effect earlier, and may be undone until then. */
    VoterSet voters() {
        RaftConfiguration configuration = division.getRaftConf();
        long index = configuration.getLogEntryIndex();
        if (index <= division.getRaftLog().getLastCommittedIndex()) {
            committed = new VoterSet(index, PeerNames.ofRaft(configuration.getAllPeers()));
        }
        return committed;
    }

    /** The voters in effect, committed or not. */
    List<VoterPeer> effective() {
        return PeerNames.ofRaft(division.getRaftConf().getAllPeers());
    }

    /** The voter of that peer id, or null. */
    @Nullable
    VoterPeer find(@Nullable RaftPeerId peer) {
        return peer == null ? null : PeerNames.ofRaft(division.getRaftConf().getPeer(peer));
    }

    /** One per voter in effect if this server leads, else none. */
    List<VoterPosition> positions() {
        RoleInfoProto role = division.getInfo().getRoleInfoProto();
        if (!role.hasLeaderInfo()) {
            return List.of();
        }
        Map<String, Long> silent = new HashMap<>();
        for (ServerRpcProto follower : role.getLeaderInfo().getFollowerInfoList()) {
            silent.put(follower.getId().getId().toStringUtf8(), follower.getLastRpcElapsedTimeMs());
        }
        String self = division.getId().toString();
        silent.put(self, 0L);
        Map<String, Long> commits = new HashMap<>();
        division.getCommitInfos()
                .forEach(info -> commits.put(info.getServer().getId().toStringUtf8(), info.getCommitIndex()));
        return effective().stream()
                .map(peer -> new VoterPosition(
                        peer,
                        peer.peerId().equals(self),
                        commits.getOrDefault(peer.peerId(), -1L),
                        silent.getOrDefault(peer.peerId(), Long.MAX_VALUE)))
                .toList();
    }

    static Change changeOf(RaftClientReply reply) {
        if (reply.isSuccess()) {
            return Change.DONE;
        }
        Throwable failure = reply.getException();
        return failure == null ? Change.UNKNOWN : changeOf(failure);
    }

    /** What Ratis says of a change that it did not make. */
    static Change changeOf(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        LOG.info("The voters did not change: {}", cause.toString());
        if (cause instanceof ReconfigurationInProgressException) {
            return Change.BUSY;
        }
        if (cause instanceof ReconfigurationTimeoutException) {
            return Change.NOT_CAUGHT_UP;
        }
        if (cause instanceof SetConfigurationException) {
            return Change.STALE;
        }
        return cause instanceof LeaderNotReadyException
                        || cause instanceof LeaderSteppingDownException
                        || cause instanceof ServerNotReadyException
                ? Change.NOT_LEADER
                : Change.UNKNOWN;
    }
}
