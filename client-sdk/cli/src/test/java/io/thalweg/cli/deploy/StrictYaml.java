package io.thalweg.cli.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.util.List;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads YAML into the models of Kubernetes and rejects fields that they do not have. The models take any field by a setter
 * for the rest, which is switched off here.
 */
final class StrictYaml {

    private final YAMLMapper yaml = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final com.fasterxml.jackson.databind.ObjectMapper models =
            new com.fasterxml.jackson.databind.ObjectMapper().setAnnotationIntrospector(new NoRest());

    private static final class NoRest extends JacksonAnnotationIntrospector {

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }

    JsonNode tree(String text) {
        return yaml.readTree(text);
    }

    List<JsonNode> trees(String text) {
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll();
        }
    }

    <T> T model(JsonNode document, Class<T> type) throws JsonProcessingException {
        return models.readValue(document.toString(), type);
    }
}
