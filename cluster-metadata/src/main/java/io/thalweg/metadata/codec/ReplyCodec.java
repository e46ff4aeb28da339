package io.thalweg.metadata.codec;

import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.ItemOutcome;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.proto.v1.CommandAccepted;
import io.thalweg.proto.v1.CommandRejected;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Replies to and from {@code thalweg.v1.CommandReply}. A reason that this version does not know reads as
 * {@link RejectionReason#INTERNAL}. {@link CommandReply.Diverged} never leaves a healthy process; it is written as a
 * rejection with that reason.
 */
public final class ReplyCodec {

    private ReplyCodec() {}

    public static io.thalweg.proto.v1.CommandReply toProto(CommandReply reply) {
        return reply.dispatch(new Writer());
    }

    /** Throws {@code IllegalArgumentException} if the message holds neither an acceptance nor a rejection. */
    public static CommandReply decode(io.thalweg.proto.v1.CommandReply message) {
        return switch (message.getReplyCase()) {
            case ACCEPTED -> accepted(message.getAccepted());
            case REJECTED ->
                new CommandReply.Rejected(
                        reason(message.getRejected().getReason()),
                        message.getRejected().getMessage(),
                        message.getRejected().getDetailsMap());
            case REPLY_NOT_SET -> throw new IllegalArgumentException("a reply without content");
        };
    }

    private static CommandReply accepted(CommandAccepted message) {
        List<ItemOutcome> items = message.getItemRejectionsList().stream()
                .map(text -> text.isEmpty() ? ItemOutcome.ACCEPTED : ItemOutcome.rejected(reason(text)))
                .toList();
        return new CommandReply.Accepted(
                new BrokerEpoch(message.getBrokerEpoch()), message.getFirstProducerId(), items);
    }

    private static RejectionReason reason(String name) {
        return Arrays.stream(RejectionReason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .orElse(RejectionReason.INTERNAL);
    }

    private static final class Writer implements CommandReply.Handler<io.thalweg.proto.v1.CommandReply> {

        @Override
        public io.thalweg.proto.v1.CommandReply accepted(CommandReply.Accepted reply) {
            CommandAccepted.Builder accepted = CommandAccepted.newBuilder()
                    .setBrokerEpoch(reply.brokerEpoch().value())
                    .setFirstProducerId(reply.firstProducerId());
            for (ItemOutcome item : reply.items()) {
                RejectionReason rejection = item.rejection();
                accepted.addItemRejections(rejection == null ? "" : rejection.name());
            }
            return io.thalweg.proto.v1.CommandReply.newBuilder()
                    .setAccepted(accepted)
                    .build();
        }

        @Override
        public io.thalweg.proto.v1.CommandReply rejected(CommandReply.Rejected reply) {
            return io.thalweg.proto.v1.CommandReply.newBuilder()
                    .setRejected(CommandRejected.newBuilder()
                            .setReason(reply.reason().name())
                            .setMessage(reply.message())
                            .putAllDetails(reply.details()))
                    .build();
        }

        @Override
        public io.thalweg.proto.v1.CommandReply diverged(CommandReply.Diverged reply) {
            String message = "the metadata of this voter differs at index " + reply.imageIndex();
            return rejected(new CommandReply.Rejected(RejectionReason.INTERNAL, message, Map.of()));
        }
    }
}
