package io.thalweg.broker.simulation;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.event.CommandReply;
import io.thalweg.metadata.event.PartitionVersion;
import io.thalweg.metadata.event.ReplicaMove;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.Reassignment;
import java.util.ArrayList;
import java.util.List;

/** Somebody who moves replicas between brokers all the time, and now and then back before it is done. */
final class SimOperator {
    private final Simulation simulation;
    private final SimClock clock;
    private boolean over;

    SimOperator(Simulation simulation) {
        this.simulation = simulation;
        this.clock = simulation.clock();
    }

    void start() {
        clock.in(clock.between(20, 500), () -> {
            if (!over) {
                act();
                start();
            }
        });
    }

    /** Nothing new begins; what is under way must end. */
    void rest() {
        over = true;
    }

    private void act() {
        ClusterImage image = simulation.metadata().image();
        List<Partition> partitions = List.copyOf(image.partitions());
        Partition partition = partitions.get(clock.pick(partitions.size()));
        Reassignment move = partition.reassignment();
        if (move == null) {
            submit(new Command.Reassign(
                    List.of(new ReplicaMove(partition.uid(), partition.version(), wanted(partition)))));
        } else if (!move.cancelled() && clock.chance(0.3)) {
            submit(new Command.CancelReassign(List.of(new PartitionVersion(partition.uid(), partition.version()))));
        }
    }

    /** Any brokers in any order, as many as before or one more or less. */
    private List<BrokerId> wanted(Partition partition) {
        List<BrokerId> all = new ArrayList<>();
        for (SimBroker broker : simulation.brokers()) {
            all.add(clock.pick(all.size() + 1), broker.id());
        }
        int least = simulation.plan().minIsr(partition);
        int count = partition.replicas().size() + clock.pick(3) - 1;
        return all.subList(0, Math.max(least, Math.min(all.size(), count)));
    }

    private void submit(Command command) {
        simulation.metadata().submit(command, this::heard, () -> {});
        if (clock.chance(0.1)) {
            clock.in(clock.between(1, 700), () -> simulation.metadata().submit(command, reply -> {}, () -> {}));
        }
    }

    private void heard(CommandReply reply) {
        boolean refused = reply instanceof CommandReply.Accepted done
                && done.items().stream().anyMatch(item -> !item.accepted());
        simulation.rare().seen(RareEvents.Kind.REASSIGNMENT_REFUSED, refused);
    }
}
