package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RaftTuningTest {

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseEveryValueThatMakesTheLogUnsafe() throws IOException {
        refuses(properties -> RaftServerConfigKeys.Log.setUseMemory(properties, true));
        refuses(properties -> RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, true));
        refuses(properties -> RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, true));
        refuses(properties -> RaftServerConfigKeys.Log.setCorruptionPolicy(
                properties, RaftServerConfigKeys.Log.CorruptionPolicy.WARN_AND_RETURN));
        refuses(properties -> RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, true));
        refuses(properties -> RaftServerConfigKeys.LeaderElection.setPreVote(properties, false));
        refuses(properties -> RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, -1));
        refuses(properties ->
                RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf("1MB")));
    }

    private void refuses(Consumer<RaftProperties> change) throws IOException {
        RaftProperties properties;
        try (RaftVoters voters = new RaftVoters(directory, 1, ConsensusSettings.Snapshots.DEFAULT)) {
            properties = RaftTuning.properties(voters.settings(1));
        }
        assertThatCode(() -> RaftTuning.verify(properties)).doesNotThrowAnyException();

        change.accept(properties);

        assertThatThrownBy(() -> RaftTuning.verify(properties))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(failure -> assertThat(failure).hasMessageContaining("raft.server."));
    }
}
