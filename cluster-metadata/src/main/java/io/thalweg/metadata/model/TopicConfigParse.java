package io.thalweg.metadata.model;

import java.util.function.Function;

/** Outcome of reading a topic configuration: a config or the first problem. */
public sealed interface TopicConfigParse {

    /** Calls the function of this outcome. */
    <R> R fold(Function<TopicConfig, R> valid, Function<InvalidSetting, R> invalid);

    /** All settings are known and in range. */
    record Valid(TopicConfig config) implements TopicConfigParse {
        @Override
        public <R> R fold(Function<TopicConfig, R> valid, Function<InvalidSetting, R> invalid) {
            return valid.apply(config);
        }
    }

    /** A key is unknown or a value is out of range. */
    record Invalid(InvalidSetting problem) implements TopicConfigParse {
        @Override
        public <R> R fold(Function<TopicConfig, R> valid, Function<InvalidSetting, R> invalid) {
            return invalid.apply(problem);
        }
    }
}
