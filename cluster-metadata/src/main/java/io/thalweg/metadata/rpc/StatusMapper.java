package io.thalweg.metadata.rpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.thalweg.metadata.controller.ProposalOutcome;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.RejectionReason;
import io.thalweg.metadata.model.Voter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives every failure of the metadata plane its status code and error info. */
final class StatusMapper {

    private static final String DOMAIN = "thalweg";

    private StatusMapper() {}

    static StatusRuntimeException toException(CommandReply.Rejected rejected) {
        return toException(rejected.reason(), rejected.message(), rejected.details());
    }

    static StatusRuntimeException notLeader(@Nullable Voter leader) {
        if (leader == null) {
            return toException(RejectionReason.NOT_METADATA_LEADER, "this voter does not lead the metadata", Map.of());
        }
        return toException(
                RejectionReason.NOT_METADATA_LEADER,
                "voter " + leader.id() + " leads the metadata",
                Map.of("leader", "" + leader.id(), "host", leader.host(), "port", "" + leader.peerPort()));
    }

    static StatusRuntimeException noQuorum() {
        return toException(
                RejectionReason.NO_METADATA_QUORUM, "the metadata has no leader at the moment; retry", Map.of());
    }

    static StatusRuntimeException wrongCluster(String expected, String got) {
        return toException(
                RejectionReason.WRONG_CLUSTER,
                "this is cluster " + expected + ", the request is for cluster " + got,
                Map.of("expected", expected, "got", got));
    }

    static StatusRuntimeException replaced() {
        return toException(RejectionReason.STALE_BROKER_EPOCH, "the broker opened another session", Map.of());
    }

    static StatusRuntimeException invalid(String message) {
        return toException(RejectionReason.INVALID_REQUEST, message, Map.of());
    }

    static StatusRuntimeException internal(String message) {
        return toException(RejectionReason.INTERNAL, message, Map.of());
    }

    /** For every outcome but {@link ProposalOutcome.Applied}, which is no failure. */
    static StatusRuntimeException toException(ProposalOutcome outcome, @Nullable Voter leader) {
        return outcome.dispatch(new OutcomeStatus(leader));
    }

    private static StatusRuntimeException toException(
            RejectionReason reason, String message, Map<String, String> metadata) {
        ErrorInfo info = ErrorInfo.newBuilder()
                .setDomain(DOMAIN)
                .setReason(reason.name())
                .putAllMetadata(metadata)
                .build();
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(code(reason).getNumber())
                .setMessage(message)
                .addDetails(Any.pack(info))
                .build());
    }

    private static Code code(RejectionReason reason) {
        return switch (reason) {
            case INVALID_REQUEST, INVALID_NAME, INVALID_CONFIG -> Code.INVALID_ARGUMENT;
            case TOPIC_NOT_FOUND, BROKER_NOT_FOUND -> Code.NOT_FOUND;
            case PARTITION_OUT_OF_RANGE -> Code.OUT_OF_RANGE;
            case TOPIC_EXISTS, BROKER_ID_IN_USE, ALREADY_VOTER -> Code.ALREADY_EXISTS;
            case INTERNAL_TOPIC -> Code.PERMISSION_DENIED;
            case STALE_LEADER_EPOCH, STALE_VERSION, STALE_BROKER_EPOCH, VOTER_CHANGE_IN_PROGRESS -> Code.ABORTED;
            case NOT_ENOUGH_BROKERS,
                    WRONG_CLUSTER,
                    WOULD_LOSE_DATA,
                    WOULD_LOSE_QUORUM,
                    VOTER_UNREACHABLE,
                    NOT_A_VOTER,
                    RECOVERY_NOT_NEEDED,
                    BROKER_NOT_USABLE,
                    BROKER_IN_USE,
                    FEATURE_LEVEL_UNSUPPORTED,
                    ANOTHER_BROKER_STOPS,
                    BROKER_REMOVED,
                    REASSIGNMENT_IN_PROGRESS -> Code.FAILED_PRECONDITION;
            case NOT_LEADER, BROKER_NOT_READY, NOT_ENOUGH_REPLICAS, NOT_METADATA_LEADER, NO_METADATA_QUORUM ->
                Code.UNAVAILABLE;
            case OVERLOADED -> Code.RESOURCE_EXHAUSTED;
            case TIMED_OUT -> Code.DEADLINE_EXCEEDED;
            case INTERNAL -> Code.INTERNAL;
        };
    }

    private record OutcomeStatus(@Nullable Voter leader) implements ProposalOutcome.Handler<StatusRuntimeException> {

        @Override
        public StatusRuntimeException applied(ProposalOutcome.Applied outcome) {
            return toException(RejectionReason.INTERNAL, "an applied command is no failure: " + outcome, Map.of());
        }

        @Override
        public StatusRuntimeException notLeader(ProposalOutcome.NotLeader outcome) {
            return leader == null ? noQuorum() : StatusMapper.notLeader(leader);
        }

        @Override
        public StatusRuntimeException overloaded(ProposalOutcome.Overloaded outcome) {
            return toException(RejectionReason.OVERLOADED, "too many metadata changes are under way", Map.of());
        }

        @Override
        public StatusRuntimeException tooLarge(ProposalOutcome.TooLarge outcome) {
            return invalid("the command has " + outcome.size() + " bytes, at most " + outcome.limit() + " are allowed");
        }

        @Override
        public StatusRuntimeException unknown(ProposalOutcome.Unknown outcome) {
            return toException(
                    RejectionReason.TIMED_OUT,
                    "it is not known whether the metadata changed: " + outcome.cause(),
                    Map.of());
        }
    }
}
