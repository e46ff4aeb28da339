package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.proto.v1.CreateTopicRequest;
import java.util.List;

/** Port to the planner that places the replicas of a new topic. */
@FunctionalInterface
public interface TopicPlanning {

    /**
     * Plans a topic on an image.
     *
     * @throws RejectedException when the topic cannot be created as wanted
     */
    Plan plan(ClusterImage image, CreateTopicRequest request) throws RejectedException;

    /**
     * A topic that can be created.
     *
     * @param command what to propose
     * @param warnings things worth saying aloud
     */
    record Plan(Command.CreateTopic command, List<String> warnings) {

        /** Copies the list. */
        public Plan {
            warnings = List.copyOf(warnings);
        }
    }
}
