package io.thalweg.cli.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The objects of {@code deploy/kubernetes/base} with the labels that kustomize adds to them. */
final class KubernetesManifests {

    static final Path FOLDER = Path.of("../../deploy/kubernetes/base");

    private final StrictYaml yaml = new StrictYaml();

    /** The kustomization itself, a format of its own that has no model here. */
    JsonNode kustomization() throws IOException {
        return yaml.tree(Files.readString(FOLDER.resolve("kustomization.yaml")));
    }

    StatefulSet statefulSet() throws IOException {
        ObjectNode document = document("statefulset.yaml");
        ObjectNode spec = document.withObject("/spec");
        addLabels(spec.withObject("/selector").withObject("/matchLabels"));
        addLabels(spec.withObject("/template").withObject("/metadata").withObject("/labels"));
        return yaml.model(document, StatefulSet.class);
    }

    Service service(String file) throws IOException {
        ObjectNode document = document(file);
        addLabels(document.withObject("/spec").withObject("/selector"));
        return yaml.model(document, Service.class);
    }

    Service clientService() throws IOException {
        return service("service-client.yaml");
    }

    Service headlessService() throws IOException {
        return service("service-headless.yaml");
    }

    /** Kustomize fills this selector only where the file has one, be it empty. */
    PodDisruptionBudget budget() throws IOException {
        ObjectNode document = document("poddisruptionbudget.yaml");
        JsonNode selector = document.at("/spec/selector/matchLabels");
        if (selector.isObject()) {
            addLabels((ObjectNode) selector);
        }
        return yaml.model(document, PodDisruptionBudget.class);
    }

    ServiceAccount serviceAccount() throws IOException {
        return yaml.model(document("serviceaccount.yaml"), ServiceAccount.class);
    }

    private ObjectNode document(String file) throws IOException {
        return (ObjectNode) yaml.tree(Files.readString(FOLDER.resolve(file)));
    }

    private void addLabels(ObjectNode target) throws IOException {
        labels().forEach(target::put);
    }

    private Map<String, String> labels() throws IOException {
        Map<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label :
                kustomization().at("/labels/0/pairs").properties()) {
            labels.put(label.getKey(), label.getValue().stringValue());
        }
        return labels;
    }

    /** The environment of a pod as the kubelet makes it, for the pod of that number. */
    static Map<String, String> environment(StatefulSet set, Container container, int pod) {
        Map<String, String> known = Map.of(
                "metadata.name",
                set.getMetadata().getName() + "-" + pod,
                "metadata.labels['apps.kubernetes.io/pod-index']",
                Integer.toString(pod));
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : container.getEnv()) {
            String value = variable.getValue();
            if (value == null) {
                String field = variable.getValueFrom().getFieldRef().getFieldPath();
                value = known.getOrDefault(field, "no field " + field);
            }
            for (Map.Entry<String, String> earlier : Map.copyOf(environment).entrySet()) {
                value = value.replace("$(" + earlier.getKey() + ")", earlier.getValue());
            }
            environment.put(variable.getName(), value);
        }
        return environment;
    }
}
