package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.log.StorageFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What a failure means for the next start. */
class FaultsTest {
    private final RocksDBException noSpace =
            new RocksDBException("full", new Status(Status.Code.IOError, Status.SubCode.NoSpace, "full"));

    @Test
    void shouldTellAFullDiskFromAFailedSync() {
        assertThat(Faults.of("write failed", noSpace).isDiskFull()).isTrue();
        assertThat(Faults.of("sync of the journal failed", noSpace).isDiskFull())
                .isFalse();
        assertThat(Faults.of("write failed", new IOException("Input/output error"))
                        .isDiskFull())
                .isFalse();
        assertThat(Faults.of("write failed", new IOException())).hasMessageContaining("IOException");
    }

    @Test
    void shouldAnnounceTheFirstFaultOnceTheStoreIsOpen() {
        List<StorageFault> told = new ArrayList<>();
        Faults faults = new Faults(told::add);
        faults.failIfFaulty();
        faults.announceFromNowOn();
        StorageFault first = faults.fail("write failed", noSpace);
        faults.fail("write failed", new IOException("another"));
        assertThat(told).containsExactly(first);
        assertThatThrownBy(faults::failIfFaulty)
                .isInstanceOf(StorageFault.class)
                .hasMessageContaining("full");

        Faults opening = new Faults(told::add);
        opening.fail("cannot begin", noSpace);
        assertThat(told).containsExactly(first);
        assertThatThrownBy(opening::failIfFaulty).isInstanceOf(StorageFault.class);
    }
}
