package io.thalweg.metadata.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.thalweg.metadata.event.Command;

/** Commands to and from {@code thalweg.v1.Command}. Reading never throws: what can't be read is {@link Command.Undecodable}. */
public final class CommandCodec {

    private CommandCodec() {}

    /** Bytes for the log. */
    public static byte[] encode(Command command) {
        return CanonicalBytes.of(toProto(command));
    }

    public static io.thalweg.proto.v1.Command toProto(Command command) {
        return command.dispatch(new CommandWriter());
    }

    /** Reads bytes of the log; every replica reads the same command, or the same absence of one. */
    public static Command decode(byte[] bytes) {
        try {
            return decode(io.thalweg.proto.v1.Command.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            return new Command.Undecodable("not a command message");
        }
    }

    /** As {@link #decode(byte[])}, from a message. */
    public static Command decode(io.thalweg.proto.v1.Command message) {
        try {
            return CommandReader.read(message);
        } catch (IllegalArgumentException e) {
            return new Command.Undecodable(message.getCommandCase() + ": " + e.getMessage());
        }
    }

    /** The registration that opens a session. */
    public static Command registration(io.thalweg.proto.v1.RegisterBroker message) {
        return decode(io.thalweg.proto.v1.Command.newBuilder()
                .setRegisterBroker(message)
                .build());
    }
}
