package io.thalweg.metadata.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.GroupListRequestProto;
import org.apache.ratis.proto.grpc.AdminProtocolServiceGrpc;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RaftExposureTest {

    @TempDir
    private Path directory;

    @Test
    void shouldServeOnlyVotersOnTheRaftPort() throws IOException {
        try (RaftVoters voters = RaftVoters.started(directory, 1)) {
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            "127.0.0.1", voters.settings(1).bind().port())
                    .usePlaintext()
                    .build();
            try {
                Throwable failure = catchThrowable(() -> AdminProtocolServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(5, TimeUnit.SECONDS)
                        .groupList(GroupListRequestProto.getDefaultInstance()));

                assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            } finally {
                channel.shutdownNow();
            }
        }
    }
}
