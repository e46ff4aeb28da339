package io.thalweg.cli.quickstart;

import io.thalweg.cli.terminal.Amount;
import io.thalweg.cli.terminal.Json;
import io.thalweg.cli.terminal.Table;
import io.thalweg.client.api.admin.PartitionDescription;
import java.util.stream.Collectors;

/** What a run proved, as people and programs read it. */
final class OutcomeView {
    private OutcomeView() {}

    static String text(MainJob.Outcome outcome) {
        LeaderCrash.Crash crash = outcome.crash();
        return "%s records of the JDK's class catalogue written with acks all, every one acknowledged, %s records/s (paced)\n"
                        .formatted(Amount.count(outcome.records()), Amount.count(perSecond(outcome)))
                + "broker %d killed with SIGKILL while it led partition %d; longest write gap of a partition %s\n"
                        .formatted(
                                crash.broker(),
                                crash.partition(),
                                Amount.duration(outcome.writes().longestGap()))
                + "broker %d ready again %s after its start, every replica in sync\n"
                        .formatted(crash.broker(), Amount.duration(crash.restart()))
                + "groups %s read every record exactly as written, each key in order%s\n"
                        .formatted(
                                String.join(" and ", MainJob.GROUPS),
                                outcome.redelivered() == 0
                                        ? ", nothing lost, nothing twice"
                                        : ", nothing lost; " + outcome.redelivered()
                                                + " deliveries repeated after the crash, as at-least-once reading allows")
                + partitions(outcome);
    }

    private static String partitions(MainJob.Outcome outcome) {
        Table table = Table.of("PARTITION", "LEADER", "IN SYNC", "LOG START", "LOG END", "RECORDS", "LONGEST GAP");
        for (PartitionDescription partition : outcome.partitions()) {
            table.row(
                    partition.partition(),
                    partition.leader(),
                    partition.inSync().stream().sorted().map(String::valueOf).collect(Collectors.joining(",")),
                    partition.positions().logStart(),
                    partition.positions().logEnd(),
                    outcome.writes().count(partition.partition()),
                    Amount.duration(outcome.writes().longestGap(partition.partition())));
        }
        return table.text();
    }

    static Object json(MainJob.Outcome outcome) {
        return Json.object(
                "records", outcome.records(),
                "seconds", outcome.produceTime().toMillis() / 1e3,
                "recordsPerSecond", perSecond(outcome),
                "killedBroker", outcome.crash().broker(),
                "longestGapMillis", outcome.writes().longestGap().toMillis(),
                "restartMillis", outcome.crash().restart().toMillis(),
                "redelivered", outcome.redelivered(),
                "findings", outcome.findings());
    }

    private static long perSecond(MainJob.Outcome outcome) {
        return Math.round(outcome.records() * 1e9 / outcome.produceTime().toNanos());
    }
}
