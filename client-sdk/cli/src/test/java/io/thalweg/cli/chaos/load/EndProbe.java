package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.EndSight;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.Position;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.TopicPartition;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Asks for the end of every partition again and again. */
public final class EndProbe {
    private static final long PAUSE_MILLIS = 50;

    private EndProbe() {}

    /** Asks until the returned handle is run. */
    public static Runnable start(ThalwegClient client, Topic topic, Recorder recorder) {
        Worker worker =
                Worker.start("end-probe", recorder, () -> PAUSE_MILLIS, () -> ask(client, topic, recorder), () -> {});
        return worker::end;
    }

    private static void ask(ThalwegClient client, Topic topic, Recorder recorder) {
        for (TopicPartition partition : Reader.partitions(topic)) {
            long invoked = System.nanoTime();
            try {
                client.admin()
                        .listOffsets(Map.of(partition, Position.latest()))
                        .join()
                        .forEach((asked, end) ->
                                recorder.end(new EndSight(asked.partition(), invoked, end.highWatermark())));
            } catch (CompletionException e) {
                recorder.failure("end " + ThalwegException.from(e).reason());
            }
        }
    }
}
