package io.thalweg.cli.chaos.load;

import io.thalweg.cli.chaos.history.Finding;
import io.thalweg.cli.chaos.history.Outcome;
import io.thalweg.cli.chaos.history.TopicChange;
import io.thalweg.cli.chaos.history.TopicRules;
import io.thalweg.cli.chaos.history.TopicSight;
import io.thalweg.client.ThalwegClient;
import io.thalweg.client.api.ThalwegException;
import io.thalweg.client.api.admin.NewTopic;
import io.thalweg.client.api.admin.TopicSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Creates topics, deletes every other one that was created, and looks at the list. */
public final class TopicLoad {
    private static final long PAUSE_MILLIS = 400;

    private final ThalwegClient client;
    private final Recorder recorder;
    private final List<TopicChange> changes = new ArrayList<>();
    private final List<TopicSight> sights = new ArrayList<>();
    private final Worker worker;
    private int created;

    private TopicLoad(ThalwegClient client, Recorder recorder) {
        this.client = client;
        this.recorder = recorder;
        this.worker = Worker.start("topics", recorder, () -> PAUSE_MILLIS, this::step, () -> {});
    }

    public static TopicLoad start(ThalwegClient client, Recorder recorder) {
        return new TopicLoad(client, recorder);
    }

    private void step() {
        String topic = "topic-" + ++created;
        Outcome outcome = change(topic, true, client.admin().createTopic(NewTopic.named(topic)));
        look();
        if (outcome == Outcome.DONE && created % 2 == 0) {
            change(topic, false, client.admin().deleteTopic(topic));
            look();
        }
    }

    private Outcome change(String topic, boolean create, CompletableFuture<?> request) {
        long invoked = System.nanoTime();
        Outcome outcome = Outcome.DONE;
        String answer = "";
        try {
            request.join();
        } catch (CompletionException e) {
            ThalwegException cause = ThalwegException.from(e);
            outcome = cause.outcomeUnknown() ? Outcome.UNKNOWN : Outcome.REFUSED;
            answer = cause.reason() + ": " + cause.getMessage();
            recorder.failure((create ? "create " : "delete ") + cause.reason());
        }
        changes.add(new TopicChange(topic, create, invoked, System.nanoTime(), outcome, answer));
        return outcome;
    }

    private void look() {
        long invoked = System.nanoTime();
        try {
            List<TopicSummary> topics = client.admin().listTopics(false).join();
            sights.add(new TopicSight(
                    invoked,
                    System.nanoTime(),
                    topics.stream().map(TopicSummary::name).collect(Collectors.toSet())));
        } catch (CompletionException e) {
            recorder.failure("list " + ThalwegException.from(e).reason());
        }
    }

    /** Ends the changes. */
    public void end() {
        worker.end();
    }

    /** Looks a last time, and judges. */
    public List<Finding> findings() {
        look();
        return TopicRules.findings(changes, sights);
    }
}
