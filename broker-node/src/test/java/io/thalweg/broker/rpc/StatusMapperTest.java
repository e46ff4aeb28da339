package io.thalweg.broker.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.thalweg.proto.v1.ErrorReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatusMapperTest {

    private static final Path PAGE = Path.of("../docs/errors.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `([A-Z_]+)` \\| `([A-Z_]+)`.* \\| (definite|indefinite) \\|.*");

    @Test
    void shouldCarryReasonDomainAndDetails() throws InvalidProtocolBufferException {
        Failure failure = new Failure(
                ErrorReason.ERROR_REASON_NOT_LEADER, "broker 1 does not lead orders-3", Map.of("leader", "2"));

        Status status = StatusMapper.status(failure);

        ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
        assertThat(status.getCode()).isEqualTo(Code.UNAVAILABLE.getNumber());
        assertThat(info.getDomain()).isEqualTo("thalweg");
        assertThat(info.getReason()).isEqualTo("NOT_LEADER");
        assertThat(info.getMetadataMap()).containsEntry("leader", "2");
    }

    @Test
    void shouldFitIntoTheHeadersThatClientsTake() {
        String name = "\ud83d\ude00".repeat(50_000);
        Failure failure = new Failure(
                ErrorReason.ERROR_REASON_INVALID_NAME, "No topic may be called " + name, Map.of("topic", name));

        Status status = StatusMapper.status(failure);

        // Percent-encoded in one header, in base 64 in another.
        int message = status.getMessage().getBytes(StandardCharsets.UTF_8).length * 3;
        assertThat(message + status.getSerializedSize() * 4 / 3).isLessThan(8_000);
        assertThat(status.getMessage())
                .startsWith("No topic may be called \ud83d\ude00")
                .endsWith("\ude00...");
    }

    @Test
    void shouldTellABadChecksumFromABadHeader() {
        assertThat(corrupt("CRC_MISMATCH").getStatus().getCode()).isEqualTo(io.grpc.Status.Code.DATA_LOSS);
        assertThat(corrupt("UNKNOWN_CODEC").getStatus().getCode()).isEqualTo(io.grpc.Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void shouldFindReasonsByTheirWireName() {
        assertThat(StatusMapper.reason("TOPIC_EXISTS")).isEqualTo(ErrorReason.ERROR_REASON_TOPIC_EXISTS);
        assertThat(StatusMapper.reason("FROM_THE_FUTURE")).isEqualTo(ErrorReason.ERROR_REASON_INTERNAL);
    }

    @Test
    void shouldDocumentEveryReasonWithItsStatus() throws IOException {
        Map<String, String> documented =
                rows().stream().collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));

        Map<String, String> mapped = Arrays.stream(ErrorReason.values())
                .filter(reason -> reason != ErrorReason.ERROR_REASON_UNSPECIFIED && reason != ErrorReason.UNRECOGNIZED)
                .collect(Collectors.toMap(
                        StatusMapper::name, reason -> StatusMapper.code(reason).name()));
        assertThat(documented).isEqualTo(mapped);
    }

    private static StatusRuntimeException corrupt(String cause) {
        return StatusMapper.exception(
                new Failure(ErrorReason.ERROR_REASON_CORRUPT_BATCH, "bad batch", Map.of("cause", cause)));
    }

    private static List<Matcher> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
    }
}
