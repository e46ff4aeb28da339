package io.thalweg.metadata.app;

import io.thalweg.metadata.consensus.ConsensusRefusal;
import io.thalweg.metadata.consensus.RaftVoter;
import io.thalweg.metadata.controller.FormationRule;
import io.thalweg.metadata.controller.VoterDescription;
import io.thalweg.metadata.model.Voter;
import io.thalweg.metadata.rpc.VoterClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the voter on a thread of its own, after asking the others if it has no Raft data. */
final class Formation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Formation.class);
    private static final long RETRY_MILLIS = 100;
    private static final int LOG_EVERY = 50;

    private final MetadataSettings settings;
    private final RaftVoter voter;
    private final VoterClient client;
    private final Map<Integer, VoterDescription> answers = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread starter = new Thread(task, "metadata-start");
        starter.setDaemon(true);
        return starter;
    });
    private int attempts;
    private volatile String waitingFor = "";

    Formation(MetadataSettings settings, RaftVoter voter) {
        this.settings = settings;
        this.voter = voter;
        this.client = new VoterClient(settings.clusterId(), settings.self());
    }

    /** Completes the future when the voter runs, or must not. */
    void run(CompletableFuture<Void> running) {
        thread.execute(() -> attempt(running));
    }

    String waitingFor() {
        return waitingFor;
    }

    private void attempt(CompletableFuture<Void> running) {
        try {
            if (voter.formatted() || mayForm()) {
                waitingFor = "";
                voter.start();
                LOG.info("Voter {} runs", settings.self());
                running.complete(null);
                client.close();
            } else {
                thread.schedule(() -> attempt(running), RETRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (ConsensusRefusal e) {
            running.completeExceptionally(new StartRefused(String.valueOf(e.getMessage()), e));
        } catch (IOException | RuntimeException e) {
            running.completeExceptionally(e);
        }
    }

    private boolean mayForm() {
        List<Voter> others = settings.consensus().others();
        for (Voter other : others) {
            VoterDescription answer = answers.containsKey(other.id()) ? null : client.describe(other);
            if (answer != null) {
                answers.put(other.id(), answer);
            }
        }
        FormationRule.Verdict verdict =
                FormationRule.decide(settings.clusterId(), settings.storageId(), others, answers);
        if (verdict instanceof FormationRule.Refuse refuse) {
            throw new ConsensusRefusal(refuse.message());
        }
        if (verdict instanceof FormationRule.Wait wait) {
            waitingFor = "voter " + settings.self() + " has no Raft data and waits for an answer of " + wait.silent();
            if (attempts++ % LOG_EVERY == 0) {
                LOG.info("{}", waitingFor);
            }
            return false;
        }
        return true;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}
