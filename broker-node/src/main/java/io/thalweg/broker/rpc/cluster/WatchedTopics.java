package io.thalweg.broker.rpc.cluster;

import io.thalweg.broker.rpc.Failure;
import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.metadata.model.Topic;
import io.thalweg.metadata.model.TopicId;
import io.thalweg.proto.v1.MetadataRequest;
import io.thalweg.proto.v1.MetadataUpdate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one client watches, and what it was last told of it. Topics are watched by name, so one that is deleted and created
 * again is told as deleted and then as new. Not thread-safe: its stream uses it from one thread at a time.
 */
final class WatchedTopics {

    private static final int MOST_NAMES = 10_000;
    private static final int MOST_CHARACTERS = 1 << 20;

    private final Set<String> names = new TreeSet<>();
    private final Map<String, TopicId> told = new HashMap<>();
    private boolean all;
    private boolean internalToo;
    private int characters;

    /**
     * Adds what a request asks for.
     *
     * @throws RejectedException when that is more than one client may name; whoever wants more asks for all topics
     */
    void add(MetadataRequest request) throws RejectedException {
        for (String name : request.getTopicsList()) {
            if (names.add(name)) {
                characters += name.length();
            }
            if (names.size() > MOST_NAMES || characters > MOST_CHARACTERS) {
                throw new RejectedException(
                        Failure.invalid("More than " + MOST_NAMES + " topics, or names of more than " + MOST_CHARACTERS
                                + " characters, were asked for; ask for all topics."));
            }
        }
        all |= request.getAllTopics();
        internalToo |= request.getIncludeInternal();
    }

    /** Fills in every watched topic. */
    void tellAll(ClusterImage image, ImageAnswers answers, MetadataUpdate.Builder update) {
        tell(image, answers, update, topic -> true);
    }

    /** Fills in the watched topics among {@code touched}, the new ones and the deleted ones; returns whether there are any. */
    boolean tellTouched(ClusterImage image, ImageAnswers answers, Set<TopicId> touched, MetadataUpdate.Builder update) {
        return tell(
                image,
                answers,
                update,
                topic -> touched.contains(topic.id()) || !topic.id().equals(told.get(topic.name())));
    }

    private boolean tell(
            ClusterImage image, ImageAnswers answers, MetadataUpdate.Builder update, Predicate<Topic> wanted) {
        boolean any = tellDeleted(image, update);
        for (Topic topic : watched(image)) {
            if (wanted.test(topic)) {
                told.put(topic.name(), topic.id());
                update.addTopics(answers.topic(image, topic));
                any = true;
            }
        }
        for (String name : names) {
            if (image.topic(name) == null) {
                update.addUnknownTopics(name);
            }
        }
        return any;
    }

    private boolean tellDeleted(ClusterImage image, MetadataUpdate.Builder update) {
        List<String> deleted = new ArrayList<>();
        told.forEach((name, id) -> {
            if (image.topic(id) == null) {
                deleted.add(name);
            }
        });
        deleted.forEach(told::remove);
        update.addAllDeletedTopics(deleted);
        return !deleted.isEmpty();
    }

    private List<Topic> watched(ClusterImage image) {
        List<Topic> watched = new ArrayList<>();
        if (all) {
            image.topics().stream()
                    .filter(topic -> internalToo || !topic.internal())
                    .forEach(watched::add);
        }
        for (String name : names) {
            @Nullable Topic topic = image.topic(name);
            if (topic != null && (!all || topic.internal() && !internalToo)) {
                watched.add(topic);
            }
        }
        return watched;
    }
}
