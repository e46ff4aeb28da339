package io.thalweg.metadata.consensus;

import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.model.BrokerEpoch;
import io.thalweg.metadata.model.BrokerId;
import io.thalweg.metadata.model.BrokerIdentity;
import io.thalweg.metadata.model.PartitionUid;

/** Commands for the log alone: the state machine refuses them. */
final class TestCommands {

    private TestCommands() {}

    /** A command of about that many encoded bytes. */
    static Command ofSize(int bytes) {
        BrokerIdentity nobody = new BrokerIdentity(new BrokerId(9), new BrokerEpoch(1));
        return new Command.ReportFault(nobody, new PartitionUid(1), 0, "x".repeat(bytes));
    }
}
