package io.thalweg.broker.simulation;

import io.thalweg.broker.replication.action.ReplicaRole;
import io.thalweg.broker.replication.view.ReplicaPositions;
import io.thalweg.metadata.controller.RecoveryDuty;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.LeaderEpoch;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import io.thalweg.metadata.model.RecoveryEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who brings partitions back that nobody may lead: the duty of the metadata leader asks through it, and an operator forces
 * recoveries with whatever evidence comes in at once, without waiting for brokers that are about to return.
 */
final class SimRescuer {
    private final Simulation simulation;
    private final SimClock clock;
    private boolean calm;

    SimRescuer(Simulation simulation) {
        this.simulation = simulation;
        this.clock = simulation.clock();
    }

    void start() {
        clock.in(calm ? clock.between(500, 1_000) : clock.between(30, 600), () -> {
            simulation.metadata().image().leaderless().forEach(this::recover);
            start();
        });
    }

    /** Nothing fails any more: give those who come back some time. */
    void calmDown() {
        calm = true;
    }

    private void recover(Partition partition) {
        List<RecoveryEvidence> evidence = new ArrayList<>();
        for (SimBroker broker : simulation.brokers()) {
            if (calm || clock.chance(0.8)) {
                ask(broker, partition.uid(), partition.leaderEpoch(), evidence::add);
            }
        }
        clock.in(clock.between(10, 60), () -> {
            if (!evidence.isEmpty()) {
                RecoveryEvidence some = evidence.get(clock.pick(evidence.size()));
                submit(new Command.RecoverLeader(
                        partition.uid(),
                        partition.leaderEpoch(),
                        partition.version(),
                        List.copyOf(evidence),
                        true,
                        "somebody is in a hurry",
                        clock.chance(0.2) && !calm ? some.broker().id() : null));
            }
        });
    }

    private void submit(Command command) {
        simulation
                .metadata()
                .submit(
                        command,
                        reply -> simulation
                                .rare()
                                .seen(RareEvents.Kind.RECOVERY_REFUSED, reply instanceof CommandReply.Rejected),
                        () -> {});
    }

    /** What a replica has, if it stands still in this epoch. */
    void ask(SimBroker broker, PartitionUid uid, LeaderEpoch epoch, Consumer<RecoveryEvidence> answer) {
        long life = broker.life();
        clock.in(
                clock.delay(3, 40),
                () -> broker.post(life, () -> {
                    SimReplica replica = broker.replica(uid);
                    if (replica != null) {
                        broker.turn().afterWrite(replica, () -> tell(replica, epoch, answer));
                    }
                }));
    }

    private void tell(SimReplica replica, LeaderEpoch epoch, Consumer<RecoveryEvidence> answer) {
        ReplicaPositions positions = replica.core.positions();
        boolean stopped = positions.role() == ReplicaRole.STOPPED;
        boolean still = positions.leader() == null
                && positions.leaderEpoch().equals(epoch)
                && positions.durableEnd() == positions.logEnd();
        if (still && !stopped) {
            History.Node last = simulation.oracle().history(replica.uid).at(replica.chain());
            RecoveryEvidence evidence = new RecoveryEvidence(
                    new BrokerIdentity(replica.broker.id(), replica.broker.epoch()),
                    last == null ? 0 : last.leaderEpoch(),
                    positions.logStart(),
                    positions.logEnd(),
                    positions.highWatermark(),
                    positions.role() == ReplicaRole.DAMAGED);
            clock.in(clock.delay(3, 40), () -> answer.accept(evidence));
        }
    }

    /** What the duty of a metadata leader wants to know. */
    void answer(RecoveryDuty duty, RecoveryDuty.Due due) {
        due.questions().forEach((identity, questions) -> {
            SimBroker broker = simulation.broker(identity.id());
            if (broker.up() && broker.epoch().equals(identity.epoch())) {
                for (RecoveryDuty.Question question : questions) {
                    ask(
                            broker,
                            question.partition(),
                            question.leaderEpoch(),
                            evidence -> duty.heard(question.partition(), question.leaderEpoch(), evidence));
                }
            }
        });
    }
}
