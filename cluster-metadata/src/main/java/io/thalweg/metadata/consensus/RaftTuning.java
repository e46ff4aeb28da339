package io.thalweg.metadata.consensus;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.File;
import java.time.Duration;
import java.util.List;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log;
import org.apache.ratis.server.RaftServerConfigKeys.Snapshot;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** The settings of Ratis: every value that differs from its default, and those whose default we depend on. */
final class RaftTuning {

    /** Largest encoded command. A larger log entry would make each new leader step down in turn. */
    static final int MAX_COMMAND_BYTES = 1 << 20;

    private static final SizeInBytes APPEND_BYTES = SizeInBytes.valueOf("2MB");
    private static final int SNAPSHOTS_KEPT = 3;

    /** A voter that was away is reached again within a quarter of a second; by default it may take five. */
    private static final String APPEND_RETRY = "20ms,20, 200ms,1000000000";

    private static final Duration SHORTEST_STAGING = Duration.ofSeconds(5);

    private RaftTuning() {}

    static RaftProperties properties(ConsensusSettings settings) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(
                properties, List.of(settings.directory().toFile()));
        File removed = settings.directory()
                .resolveSibling(settings.directory().getFileName() + "-removed")
                .toFile();
        RaftServerConfigKeys.setRemovedGroupsDir(properties, removed);
        setTimeouts(properties, settings);
        setLog(properties, settings);
        setSnapshots(properties, settings);
        setNetwork(properties, settings);
        verify(properties);
        return properties;
    }

    private static void setTimeouts(RaftProperties properties, ConsensusSettings settings) {
        TimeDuration min = time(settings.timing().electionMin());
        TimeDuration max = time(settings.timing().electionMax());
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, max);
        Duration shortest = settings.timing().electionMin();
        Duration firstMin = shortest.compareTo(Duration.ofMillis(300)) < 0 ? shortest : Duration.ofMillis(300);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, time(firstMin));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, time(firstMin.multipliedBy(3)));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, TimeDuration.valueOf(3, SECONDS));
        RaftServerConfigKeys.Rpc.setSlownessTimeout(properties, TimeDuration.valueOf(30, SECONDS));
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(60, SECONDS));
        RaftServerConfigKeys.setStagingTimeout(
                properties, time(stagingTimeout(settings.timing().electionMax())));
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, TimeDuration.valueOf(3, SECONDS));
        RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
        RaftServerConfigKeys.LeaderElection.setMemberMajorityAdd(properties, false);
        RaftServerConfigKeys.Notification.setNoLeaderTimeout(properties, TimeDuration.valueOf(10, SECONDS));
        RaftServerConfigKeys.RetryCache.setExpiryTime(properties, TimeDuration.valueOf(60, SECONDS));
    }

    /** A new voter that does not answer for so long is given up; one that answers may take its time to catch up. */
    private static Duration stagingTimeout(Duration electionMax) {
        Duration patient = electionMax.multipliedBy(10);
        return patient.compareTo(SHORTEST_STAGING) < 0 ? SHORTEST_STAGING : patient;
    }

    private static void setLog(RaftProperties properties, ConsensusSettings settings) {
        Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("16MB"));
        Log.setPreallocatedSize(properties, SizeInBytes.valueOf("1MB"));
        Log.setWriteBufferSize(properties, SizeInBytes.valueOf("4MB"));
        Log.setForceSyncNum(properties, 128);
        Log.setSegmentCacheNumMax(properties, 2);
        Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf("32MB"));
        Log.setPurgeUptoSnapshotIndex(properties, true);
        Log.setPurgePreservationLogNum(properties, settings.snapshots().keptEntries());
        Log.setPurgeGap(properties, 1024);
        Log.setCorruptionPolicy(properties, Log.CorruptionPolicy.EXCEPTION);
        Log.setLogMetadataEnabled(properties, false);
        Log.setUnsafeFlushEnabled(properties, false);
        Log.setAsyncFlushEnabled(properties, false);
        Log.setUseMemory(properties, false);
        Log.Appender.setBufferByteLimit(properties, APPEND_BYTES);
        Log.Appender.setBufferElementLimit(properties, 512);
        Log.Appender.setWaitTimeMin(properties, TimeDuration.valueOf(0, MILLISECONDS));
        Log.Appender.setRetryPolicy(properties, APPEND_RETRY);
        Log.Appender.setInstallSnapshotEnabled(properties, true);
        Log.Appender.setSnapshotChunkSizeMax(properties, SizeInBytes.valueOf("4MB"));
        RaftServerConfigKeys.Write.setElementLimit(properties, 2048);
        RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf("16MB"));
    }

    private static void setSnapshots(RaftProperties properties, ConsensusSettings settings) {
        Snapshot.setAutoTriggerEnabled(properties, true);
        Snapshot.setAutoTriggerThreshold(properties, settings.snapshots().entries());
        Snapshot.setTriggerWhenStopEnabled(properties, true);
        Snapshot.setRetentionFileNum(properties, SNAPSHOTS_KEPT);
    }

    private static void setNetwork(RaftProperties properties, ConsensusSettings settings) {
        GrpcConfigKeys.Server.setHost(properties, settings.bind().host());
        GrpcConfigKeys.Server.setPort(properties, settings.bind().port());
        GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf("8MB"));
        GrpcConfigKeys.setFlowControlWindow(properties, SizeInBytes.valueOf("1MB"));
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 8);
        GrpcConfigKeys.Server.setHeartbeatChannel(properties, true);
        GrpcConfigKeys.Server.setAsyncRequestThreadPoolCached(properties, false);
        GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(properties, 8);
        GrpcConfigKeys.Server.setInstallSnapshotRequestElementLimit(properties, 8);
        RaftServerConfigKeys.ThreadPool.setClientCached(properties, false);
        RaftServerConfigKeys.ThreadPool.setClientSize(properties, 4);
    }

    /** Reads the values back: none that breaks durability or safety may be in force, whoever set it. */
    static void verify(RaftProperties properties) {
        refuseIf(Log.useMemory(properties), Log.USE_MEMORY_KEY);
        refuseIf(Log.unsafeFlushEnabled(properties), Log.UNSAFE_FLUSH_ENABLED_KEY);
        refuseIf(Log.asyncFlushEnabled(properties), Log.ASYNC_FLUSH_ENABLED_KEY);
        refuseIf(Log.corruptionPolicy(properties) != Log.CorruptionPolicy.EXCEPTION, Log.CORRUPTION_POLICY_KEY);
        refuseIf(
                RaftServerConfigKeys.Read.leaderLeaseEnabled(properties),
                RaftServerConfigKeys.Read.LEADER_LEASE_ENABLED_KEY);
        refuseIf(
                RaftServerConfigKeys.Read.option(properties) != RaftServerConfigKeys.Read.Option.DEFAULT,
                RaftServerConfigKeys.Read.OPTION_KEY);
        refuseIf(
                RaftServerConfigKeys.LeaderElection.memberMajorityAdd(properties),
                RaftServerConfigKeys.LeaderElection.MEMBER_MAJORITY_ADD_KEY);
        refuseIf(
                !RaftServerConfigKeys.LeaderElection.preVote(properties),
                RaftServerConfigKeys.LeaderElection.PRE_VOTE_KEY);
        refuseIf(Snapshot.retentionFileNum(properties) < 2, Snapshot.RETENTION_FILE_NUM_KEY);
        refuseIf(
                Log.Appender.bufferByteLimit(properties).getSize() <= MAX_COMMAND_BYTES,
                Log.Appender.BUFFER_BYTE_LIMIT_KEY);
    }

    private static void refuseIf(boolean wrong, String key) {
        if (wrong) {
            throw new IllegalStateException("the value of " + key + " makes the metadata log unsafe");
        }
    }

    private static TimeDuration time(Duration duration) {
        return TimeDuration.valueOf(duration.toMillis(), MILLISECONDS);
    }
}
