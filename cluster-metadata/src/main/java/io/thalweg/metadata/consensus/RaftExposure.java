package io.thalweg.metadata.consensus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;

/**
 * Guards the Raft port. Only the protocol between voters is served: the client and admin protocols of Ratis, which
 * anybody could use to write commands or change the members, are refused. A vote leaves only when the directory that
 * records it is durable, since Ratis renames the record into place without forcing the directory.
 */
final class RaftExposure implements GrpcServices.Customizer, ServerInterceptor {

    private static final String SERVER_PROTOCOL = "ratis.grpc.RaftServerProtocolService";
    private static final String VOTE = "requestVote";

    private final Path voteDirectory;
    private final VoteCopy copy;

    RaftExposure(Path voteDirectory) {
        this.voteDirectory = voteDirectory;
        this.copy = new VoteCopy(voteDirectory);
    }

    @Override
    public NettyServerBuilder customize(NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
        return builder.intercept(this);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (!SERVER_PROTOCOL.equals(call.getMethodDescriptor().getServiceName())) {
            call.close(Status.PERMISSION_DENIED.withDescription("only voters are served on this port"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        if (!VOTE.equals(call.getMethodDescriptor().getBareMethodName())) {
            return next.startCall(call, headers);
        }
        return next.startCall(
                new SimpleForwardingServerCall<Q, A>(call) {
                    @Override
                    public void sendMessage(A reply) {
                        forceVotes();
                        super.sendMessage(reply);
                    }
                },
                headers);
    }

    /** Throws {@link ConsensusRefusal} if a vote that left this voter is not among the recorded ones any more. */
    void requireVotesKept() throws IOException {
        copy.requireKept();
    }

    /** Makes every vote recorded so far durable, and copies the newest. */
    void forceVotes() {
        try {
            if (Files.isDirectory(voteDirectory)) {
                DurableFiles.force(voteDirectory);
                copy.update();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot force the votes in " + voteDirectory, e);
        }
    }
}
