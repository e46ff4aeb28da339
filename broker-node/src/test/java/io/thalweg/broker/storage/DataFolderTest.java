package io.thalweg.broker.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thalweg.broker.log.RestartKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final UUID CLUSTER = new UUID(1, 1);
    private static final UUID STORAGE = new UUID(7, 7);

    @TempDir
    Path temp;

    private Path path;

    @BeforeEach
    void name() {
        path = temp.resolve("data");
    }

    @Test
    void shouldKeepItsStorageIdAndStartLossyOnlyWhenNew() {
        DataFolder fresh = open("boot-1");
        assertThat(fresh.storageId()).isEqualTo(STORAGE);
        assertThat(fresh.restartKind()).isEqualTo(RestartKind.LOSSY);
        assertThat(fresh.previousEpoch()).isZero();
        fresh.registered(12);
        fresh.closeCleanly();

        DataFolder again = DataFolder.open(path, CLUSTER, 3, "boot-1", UUID::randomUUID);

        assertThat(again.storageId()).isEqualTo(STORAGE);
        assertThat(again.restartKind()).isEqualTo(RestartKind.CLEAN);
        assertThat(again.previousEpoch()).isEqualTo(12);
        again.close();
    }

    @Test
    void shouldTellCrashesApart() {
        registeredAndAbandoned("boot-1");
        DataFolder process = open("boot-1");
        assertThat(process.restartKind()).isEqualTo(RestartKind.PROCESS);
        process.close();

        DataFolder power = open("boot-2");
        assertThat(power.restartKind()).isEqualTo(RestartKind.POWER);
        power.close();
    }

    @Test
    void shouldRememberAPowerFailureUntilItIsRegistered() {
        registeredAndAbandoned("boot-1");
        open("boot-2").close();

        DataFolder second = open("boot-2");
        assertThat(second.restartKind()).isEqualTo(RestartKind.POWER);
        second.closeCleanly();
        DataFolder third = open("boot-2");
        assertThat(third.restartKind()).isEqualTo(RestartKind.POWER);
        third.registered(13);
        assertThat(third.restartKind()).isEqualTo(RestartKind.CLEAN);
        third.close();
    }

    @Test
    void shouldRememberDamageAndIoErrors() {
        registeredAndAbandoned("boot-1");
        DataFolder damaged = open("boot-1");
        damaged.recordDamage();
        damaged.close();
        DataFolder after = open("boot-1");
        assertThat(after.restartKind()).isEqualTo(RestartKind.LOSSY);
        after.registered(20);
        after.recordIoError();
        after.closeCleanly();

        DataFolder failed = open("boot-1");
        assertThat(failed.restartKind()).isEqualTo(RestartKind.LOSSY);
        failed.registered(21);
        failed.closeCleanly();
        DataFolder healed = open("boot-1");
        assertThat(healed.restartKind()).isEqualTo(RestartKind.CLEAN);
        healed.close();
    }

    @Test
    void shouldRefuseASecondUser() {
        DataFolder first = open("boot-1");

        assertRefused(3, CLUSTER, DataFolderException.Reason.LOCKED, "another data.dir");
        first.close();
        open("boot-1").close();
    }

    @Test
    void shouldRefuseTheFolderOfAnotherClusterOrBroker() {
        open("boot-1").close();

        assertRefused(3, new UUID(2, 2), DataFolderException.Reason.OTHER_CLUSTER, "cluster.id");
        assertRefused(4, CLUSTER, DataFolderException.Reason.OTHER_BROKER, "broker.id");
        open("boot-1").close();
    }

    @Test
    void shouldRefuseANewerFormat() throws Exception {
        open("boot-1").close();
        Files.writeString(path.resolve("node.json"), "{\"format\": 3, \"unknown\": \"x\"}");

        assertRefused(3, CLUSTER, DataFolderException.Reason.NEWER_FORMAT, "newer");
    }

    @Test
    void shouldTakeOverAFolderOfTheFormatBeforeAndKeepItFromOlderBuilds() throws Exception {
        open("boot-1").close();
        String before = new FolderIdentity(1, CLUSTER, 3, STORAGE).toJson();
        Files.writeString(path.resolve("node.json"), before);
        Files.writeString(path.resolve("node.copy.json"), before);

        try (DataFolder folder = DataFolder.open(path, CLUSTER, 3, "boot-1", UUID::randomUUID)) {
            assertThat(folder.storageId()).isEqualTo(STORAGE);
        }

        assertThat(path.resolve("node.json")).content().contains("\"format\": 2");
        assertThat(path.resolve("node.json")).hasSameTextualContentAs(path.resolve("node.copy.json"));
    }

    @Test
    void shouldSurviveTheLossOfOneCopyOfItsIdentity() throws Exception {
        open("boot-1").close();
        Files.writeString(path.resolve("node.json"), "");
        DataFolder folder = DataFolder.open(path, CLUSTER, 3, "boot-1", UUID::randomUUID);

        assertThat(folder.storageId()).isEqualTo(STORAGE);
        assertThat(path.resolve("node.json")).hasSameTextualContentAs(path.resolve("node.copy.json"));
        folder.close();
    }

    @Test
    void shouldNeverBelieveASmallFileWithAWrongBit() throws Exception {
        registeredAndAbandoned("boot-1");
        byte[] marker = Files.readAllBytes(path.resolve("restart.json"));
        for (String name : List.of("node.json", "node.copy.json", "restart.json")) {
            Path file = path.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            for (int at = 0; at < sound.length; at++) {
                byte[] wrong = sound.clone();
                wrong[at] ^= (byte) (1 << at % Byte.SIZE);
                Files.write(file, wrong);

                try (DataFolder folder = open("boot-1")) {
                    assertThat(folder.storageId()).as("%s, byte %d", name, at).isEqualTo(STORAGE);
                    assertThat(folder.restartKind()).isIn(RestartKind.PROCESS, RestartKind.LOSSY);
                    assertThat(folder.previousEpoch()).isEqualTo(folder.restartKind() == RestartKind.LOSSY ? 0 : 11);
                }
                Files.write(path.resolve("restart.json"), marker);
            }
        }
    }

    @Test
    void shouldRefuseDataWithoutAnIdentity() throws Exception {
        open("boot-1").close();
        Files.writeString(path.resolve("node.json"), "");
        Files.delete(path.resolve("node.copy.json"));

        assertRefused(3, CLUSTER, DataFolderException.Reason.IDENTITY_LOST, "backup");
    }

    @Test
    void shouldSayWhatIsWrongWithAFolderThatCannotBeWritten() throws Exception {
        Files.writeString(path, "a file");

        assertRefused(3, CLUSTER, DataFolderException.Reason.NOT_WRITABLE, "Check");
    }

    @Test
    void shouldReportFreeSpace() {
        assertThat(new FreeSpace(temp).usableBytes()).isPositive();
    }

    @Test
    void shouldGiveTheSameBootIdTwice() {
        assertThat(BootId.current(() -> STORAGE)).isNotBlank().isEqualTo(BootId.current(() -> STORAGE));
    }

    private DataFolder open(String bootId) {
        return DataFolder.open(path, CLUSTER, 3, bootId, () -> STORAGE);
    }

    private void registeredAndAbandoned(String bootId) {
        DataFolder folder = open(bootId);
        folder.registered(11);
        folder.close();
    }

    private void assertRefused(int brokerId, UUID cluster, DataFolderException.Reason reason, String remedy) {
        assertThatThrownBy(() -> DataFolder.open(path, cluster, brokerId, "boot-1", UUID::randomUUID))
                .isInstanceOfSatisfying(
                        DataFolderException.class, e -> assertThat(e.reason()).isEqualTo(reason))
                .hasMessageContaining(remedy);
    }
}
