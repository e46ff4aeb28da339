package io.thalweg.broker.runtime.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppliedImagesTest {
    private final List<Long> reported = new ArrayList<>();
    private final AppliedImages images = new AppliedImages(reported::add);

    @Test
    void shouldReportAnIndexWhenEveryLoopHasActedOnIt() {
        // given
        images.begin(5, 2);

        // when
        images.finish(5);
        images.finish(5);

        // then
        assertThat(reported).containsExactly(4L, 5L);
    }

    @Test
    void shouldNotReportAnIndexBeforeAnEarlierOneIsDone() {
        // given
        images.begin(5, 1);
        images.begin(6, 1);
        images.begin(7, 0);

        // when
        images.finish(6);
        List<Long> before = List.copyOf(reported);
        images.finish(5);

        // then
        assertThat(before).containsExactly(4L);
        assertThat(reported).containsExactly(4L, 7L);
    }

    @Test
    void shouldReportAtOnceWhatConcernsNoLoop() {
        images.begin(9, 0);

        assertThat(reported).containsExactly(9L);
    }
}
