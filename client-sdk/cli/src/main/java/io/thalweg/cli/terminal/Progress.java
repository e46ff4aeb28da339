package io.thalweg.cli.terminal;

import io.thalweg.cli.terminal.Terminal.Watcher;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far long work has come. Shown on standard error if a terminal watches; silent otherwise. Thread-safe. */
public interface Progress extends AutoCloseable {
    /** Width of the bar with everything around it, in columns. */
    int WIDTH = 78;

    /** This much is done. */
    void to(long done);

    /** A sentence about what happens now; on a line of its own where there is no bar. */
    void phase(String sentence);

    @Override
    void close();

    /** Begins work of {@code total} steps, or of an unknown number if it is negative. */
    static Progress start(Watcher watcher, String task, long total) {
        return watcher.watches() ? new Bar(watcher.err(), task, total) : new Lines(watcher.err());
    }

    /** A bar that is drawn in place. */
    final class Bar implements Progress {
        private final ProgressBar bar;

        Bar(PrintStream err, String task, long total) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                    .build();
        }

        @Override
        public void to(long done) {
            bar.stepTo(done);
        }

        @Override
        public void phase(String sentence) {
            bar.setExtraMessage(" " + sentence);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** A line per phase and nothing in between. */
    final class Lines implements Progress {
        private final PrintStream err;

        Lines(PrintStream err) {
            this.err = err;
        }

        @Override
        public void to(long done) {}

        @Override
        public void phase(String sentence) {
            err.println(sentence);
        }

        @Override
        public void close() {}
    }
}
