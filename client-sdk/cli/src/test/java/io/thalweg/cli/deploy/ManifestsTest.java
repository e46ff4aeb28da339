package io.thalweg.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.thalweg.broker.app.ServerMain;
import io.thalweg.broker.app.http.HttpEndpoints;
import io.thalweg.broker.app.http.Readiness;
import io.thalweg.broker.app.settings.HostPort;
import io.thalweg.broker.app.settings.ServerSettings;
import io.thalweg.broker.app.settings.Setting;
import io.thalweg.broker.app.settings.SettingCatalogue;
import io.thalweg.broker.app.settings.SettingsException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The manifests fit Kubernetes and the product: its settings, ports, paths, command line and image. */
final class ManifestsTest {

    private static final Path PROPERTIES = KubernetesManifests.FOLDER.resolve("thalweg.properties");
    private static final Pattern IMAGE_VARIABLE = Pattern.compile("<(THALWEG_[A-Z_]+)>([^<]*)</");

    private final KubernetesManifests base = new KubernetesManifests();

    @Test
    void shouldRejectFieldsThatKubernetesDoesNotKnow() {
        StrictYaml yaml = new StrictYaml();

        assertThatThrownBy(() -> yaml.model(yaml.tree("{kind: StatefulSet, spec: {replicaz: 3}}"), StatefulSet.class))
                .hasMessageContaining("replicaz");
    }

    @Test
    void shouldListEveryFileInTheKustomization() throws IOException {
        JsonNode kustomization = base.kustomization();

        try (Stream<Path> files = Files.list(KubernetesManifests.FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(texts(kustomization.get("resources")));
        }
        assertThat(texts(kustomization.at("/configMapGenerator/0/files"))).containsExactly("thalweg.properties");
        assertThat(kustomization.at("/configMapGenerator/0/name").stringValue())
                .isEqualTo(volume("config").getConfigMap().getName());
        assertThat(kustomization.at("/images/0/name").stringValue())
                .isEqualTo(container().getImage());
    }

    @Test
    void shouldUseOnlyKnownSettings() throws IOException, SettingsException {
        Properties file = new Properties();
        file.load(Files.newBufferedReader(PROPERTIES));

        assertThat(file.stringPropertyNames())
                .isSubsetOf(SettingCatalogue.ALL.stream().map(Setting::key).toList());
        for (int pod = 1; pod <= 4; pod++) {
            assertThat(settings(pod)).extracting("node.broker.value").isEqualTo(pod);
        }
    }

    @Test
    void shouldListTheFirstThreePodsAsVoters() throws IOException, SettingsException {
        StatefulSet set = base.statefulSet();
        String service = base.headlessService().getMetadata().getName();

        assertThat(set.getSpec().getOrdinals().getStart()).isEqualTo(1);
        assertThat(set.getSpec().getReplicas()).isEqualTo(3);
        assertThat(set.getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
        assertThat(set.getSpec().getServiceName()).isEqualTo(service);
        assertThat(settings(1).quorum().voters())
                .extracting("broker.value", "host", "peerPort", "raftPort")
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 3)
                        .mapToObj(pod -> tuple(
                                pod,
                                set.getMetadata().getName() + "-" + pod + "." + service,
                                port("peer"),
                                port("raft")))
                        .toList());
    }

    @Test
    void shouldAdvertiseTheNameOfThePod() throws IOException, SettingsException {
        ServerSettings second = settings(2);

        assertThat(second.listeners().client().advertised())
                .isEqualTo(new HostPort("thalweg-2.thalweg-headless", port("client")));
        assertThat(second.listeners().peer().advertised())
                .isEqualTo(new HostPort("thalweg-2.thalweg-headless", port("peer")));
    }

    @Test
    void shouldOpenThePortsOfTheSettings() throws IOException, SettingsException {
        ServerSettings settings = settings(1);

        assertThat(ports())
                .isEqualTo(Map.of(
                        "client", settings.listeners().client().bind().port(),
                        "peer", settings.listeners().peer().bind().port(),
                        "raft", settings.listeners().raft().bind().port(),
                        "http", settings.listeners().http().bind().port()));
        for (Service service : List.of(base.clientService(), base.headlessService())) {
            for (ServicePort port : service.getSpec().getPorts()) {
                assertThat(ports())
                        .containsEntry(port.getName(), port.getPort())
                        .containsKey(port.getTargetPort().getStrVal());
            }
        }
    }

    @Test
    void shouldProbePathsThatTheServerServes() throws Exception {
        Container container = container();
        Map<String, String> notes =
                base.statefulSet().getSpec().getTemplate().getMetadata().getAnnotations();
        List<Probe> probes =
                List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe());

        assertThat(probes)
                .allSatisfy(probe ->
                        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http"));
        assertThat(notes).containsEntry("prometheus.io/port", Integer.toString(port("http")));
        List<String> paths = new ArrayList<>(
                probes.stream().map(probe -> probe.getHttpGet().getPath()).toList());
        paths.add(notes.getOrDefault("prometheus.io/path", ""));
        try (HttpEndpoints server = HttpEndpoints.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Readiness::serving, () -> "")) {
            for (String path : paths) {
                assertThat(status(server.port(), path)).as(path).isEqualTo(200);
            }
            assertThat(status(server.port(), "/health")).isEqualTo(404);
        }
    }

    @Test
    void shouldStartTheServerByItsCommandLine() throws IOException {
        List<String> args = container().getArgs();
        VolumeMount config = mount("config");

        assertThat(args).containsExactly("server", "--config", config.getMountPath() + "/thalweg.properties");
        String[] withHelp =
                Stream.concat(args.stream().skip(1), Stream.of("--help")).toArray(String[]::new);
        assertThat(ServerMain.run(withHelp)).isEqualTo(ServerMain.STOPPED);
    }

    @Test
    void shouldSelectThePods() throws IOException {
        Map<String, String> labels =
                base.statefulSet().getSpec().getTemplate().getMetadata().getLabels();

        assertThat(labels).isNotEmpty();
        assertThat(base.statefulSet().getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(base.clientService().getSpec().getSelector()).isEqualTo(labels);
        assertThat(base.headlessService().getSpec().getSelector()).isEqualTo(labels);
        assertThat(base.budget().getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
        assertThat(base.budget().getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(base.headlessService().getSpec().getClusterIP()).isEqualTo("None");
        assertThat(base.headlessService().getSpec().getPublishNotReadyAddresses())
                .isTrue();
    }

    @Test
    void shouldRunWithRestrictedRights() throws IOException {
        PodSpec pod = pod();
        Container container = container();

        assertThat(pod.getServiceAccountName())
                .isEqualTo(base.serviceAccount().getMetadata().getName());
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(base.serviceAccount().getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(imagePom())
                .contains("<user>" + pod.getSecurityContext().getRunAsUser() + ":"
                        + pod.getSecurityContext().getRunAsGroup() + "</user>");
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC()))
                .doesNotContain(true);
    }

    @Test
    void shouldMountWhereTheServerWrites() throws IOException, SettingsException {
        assertThat(settings(1).node().dataDirectory())
                .isEqualTo(Path.of(mount("data").getMountPath()));
        assertThat(mount("data").getReadOnly()).isNotEqualTo(true);
        assertThat(mount("tmp").getMountPath()).isEqualTo("/tmp");
        assertThat(base.statefulSet().getSpec().getVolumeClaimTemplates())
                .singleElement()
                .satisfies(claim -> assertThat(claim.getMetadata().getName()).isEqualTo("data"));
    }

    @Test
    void shouldLeaveTimeToHandOverBeforeThePodIsKilled() throws IOException, SettingsException {
        assertThat(Duration.ofSeconds(pod().getTerminationGracePeriodSeconds()))
                .isEqualTo(Duration.ofSeconds(300))
                .isGreaterThanOrEqualTo(settings(1).shutdownTimeout().plusSeconds(10));
    }

    @Test
    void shouldBeLabelledByKustomizeAsAssumedHere() throws Exception {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl"))),
                "kubectl is not installed");

        Process process = new ProcessBuilder("kubectl", "kustomize", KubernetesManifests.FOLDER.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();

        StrictYaml yaml = new StrictYaml();
        Map<String, Map<String, String>> selectors = new HashMap<>();
        for (JsonNode document : yaml.trees(rendered)) {
            String name = document.get("kind").stringValue() + " "
                    + document.at("/metadata/name").stringValue();
            JsonNode selector = document.at("/spec/selector");
            selectors.put(name, map(selector.has("matchLabels") ? selector.get("matchLabels") : selector));
        }
        Map<String, String> labels =
                base.statefulSet().getSpec().getTemplate().getMetadata().getLabels();
        assertThat(selectors)
                .containsEntry("Service thalweg", labels)
                .containsEntry("Service thalweg-headless", labels)
                .containsEntry("StatefulSet thalweg", labels)
                .containsEntry("PodDisruptionBudget thalweg", labels);
    }

    /** What the server reads in that pod: the file, the pod's environment and that of the image. */
    private ServerSettings settings(int pod) throws IOException, SettingsException {
        Map<String, String> environment = new HashMap<>(imageEnvironment());
        environment.putAll(KubernetesManifests.environment(base.statefulSet(), container(), pod));
        return ServerSettings.load(PROPERTIES, environment, List.of());
    }

    private static Map<String, String> imageEnvironment() throws IOException {
        return IMAGE_VARIABLE
                .matcher(imagePom())
                .results()
                .collect(Collectors.toMap((MatchResult variable) -> variable.group(1), variable -> variable.group(2)));
    }

    private static String imagePom() throws IOException {
        return Files.readString(Path.of("pom.xml"));
    }

    private PodSpec pod() throws IOException {
        return base.statefulSet().getSpec().getTemplate().getSpec();
    }

    private Container container() throws IOException {
        return pod().getContainers().get(0);
    }

    private Volume volume(String name) throws IOException {
        return pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private VolumeMount mount(String name) throws IOException {
        return container().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int port(String name) {
        return Objects.requireNonNull(ports().get(name), name);
    }

    private Map<String, Integer> ports() {
        try {
            return container().getPorts().stream()
                    .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static List<String> texts(JsonNode list) {
        return list.values().stream().map(JsonNode::stringValue).toList();
    }

    private static Map<String, String> map(JsonNode node) {
        return node.properties().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().stringValue()));
    }
}
