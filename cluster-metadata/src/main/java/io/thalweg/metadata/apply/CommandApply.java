package io.thalweg.metadata.apply;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.image.ImageChanges;
import io.thalweg.metadata.image.ImageEdit;

/**
 * The state machine of the cluster metadata: pure, total and deterministic. Every voter and every broker runs it on the same
 * commands and so holds the same image at the same index. It knows no clock, no chance and no settings; it never throws for
 * anything that a log can contain. Thread-safe, as it has no state.
 */
public final class CommandApply {

    private CommandApply() {}

    /**
     * Applies the command of log index {@code index}. A rejected command leaves everything but the index as it was. An index
     * that is not above the image's is one that the image already contains: the image is returned unchanged.
     */
    public static Applied apply(ClusterImage image, Command command, long index) {
        if (index <= image.index()) {
            CommandReply reply = CommandReply.rejected(
                    RejectionReason.STALE_VERSION, "log index " + index + " is not above that of the image");
            return new Applied(image, reply, ImageChanges.none(image.index()));
        }
        ImageEdit edit = new ImageEdit(image, index);
        CommandReply reply = command.dispatch(new Handlers(edit));
        return new Applied(edit.image(), reply, edit.changes());
    }

    /** Leads each command to the class that knows its rules. A handler either rejects before its first change or accepts. */
    private record Handlers(ImageEdit edit) implements Command.Handler<CommandReply> {

        @Override
        public CommandReply registerBroker(Command.RegisterBroker command) {
            return RegisterBrokerHandler.handle(edit, command);
        }

        @Override
        public CommandReply activateBroker(Command.ActivateBroker command) {
            return ActivateBrokerHandler.handle(edit, command);
        }

        @Override
        public CommandReply fenceBrokers(Command.FenceBrokers command) {
            return FenceBrokersHandler.handle(edit, command);
        }

        @Override
        public CommandReply drainBroker(Command.DrainBroker command) {
            return DrainBrokerHandler.handle(edit, command);
        }

        @Override
        public CommandReply stopBroker(Command.StopBroker command) {
            return StopBrokerHandler.handle(edit, command);
        }

        @Override
        public CommandReply createTopic(Command.CreateTopic command) {
            return CreateTopicHandler.handle(edit, command);
        }

        @Override
        public CommandReply alterTopic(Command.AlterTopic command) {
            return AlterTopicHandler.handle(edit, command);
        }

        @Override
        public CommandReply deleteTopic(Command.DeleteTopic command) {
            return DeleteTopicHandler.handle(edit, command);
        }

        @Override
        public CommandReply forgetTopic(Command.ForgetTopic command) {
            return ForgetTopicHandler.handle(edit, command);
        }

        @Override
        public CommandReply proposeHolders(Command.ProposeHolders command) {
            return ProposeHoldersHandler.handle(edit, command);
        }

        @Override
        public CommandReply handOff(Command.HandOff command) {
            return HandOffHandler.handle(edit, command);
        }

        @Override
        public CommandReply reportFault(Command.ReportFault command) {
            return ReportFaultHandler.handle(edit, command);
        }

        @Override
        public CommandReply allocateProducerIds(Command.AllocateProducerIds command) {
            return AllocateProducerIdsHandler.handle(edit, command);
        }

        @Override
        public CommandReply tick(Command.Tick command) {
            return TickHandler.handle(edit, command);
        }

        @Override
        public CommandReply barrier(Command.Barrier command) {
            return CommandReply.done();
        }

        @Override
        public CommandReply digest(Command.Digest command) {
            return DigestHandler.handle(edit, command);
        }

        @Override
        public CommandReply recoverLeader(Command.RecoverLeader command) {
            return RecoverLeaderHandler.handle(edit, command);
        }

        @Override
        public CommandReply reassign(Command.Reassign command) {
            return ReassignHandler.handle(edit, command);
        }

        @Override
        public CommandReply cancelReassign(Command.CancelReassign command) {
            return ReassignHandler.handle(edit, command);
        }

        @Override
        public CommandReply removeBroker(Command.RemoveBroker command) {
            return RemoveBrokerHandler.handle(edit, command);
        }

        @Override
        public CommandReply finaliseFeatures(Command.FinaliseFeatures command) {
            return FinaliseFeaturesHandler.handle(edit, command);
        }

        @Override
        public CommandReply undecodable(Command.Undecodable command) {
            return CommandReply.rejected(RejectionReason.INVALID_REQUEST, "undecodable command: " + command.problem());
        }
    }
}
