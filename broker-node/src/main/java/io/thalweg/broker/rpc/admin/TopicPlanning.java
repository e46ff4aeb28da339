package io.thalweg.broker.rpc.admin;

import io.thalweg.broker.rpc.RejectedException;
import io.thalweg.metadata.controller.AlterationPlan;
import io.thalweg.metadata.event.Command;
import io.thalweg.metadata.image.ClusterImage;
import io.thalweg.proto.v1.AlterTopicRequest;
import io.thalweg.proto.v1.CreateTopicRequest;
import java.util.List;

/** Port to the planner that checks what is wanted of topics and places replicas. */
public interface TopicPlanning {

    /**
     * Plans a topic on an image.
     *
     * @throws RejectedException when the topic cannot be created as wanted
     */
    Plan plan(ClusterImage image, CreateTopicRequest request) throws RejectedException;

    /**
     * Plans a change of a topic on an image.
     *
     * @throws RejectedException when the topic cannot be changed as wanted
     */
    AlterationPlan.Planned plan(ClusterImage image, AlterTopicRequest request) throws RejectedException;

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
