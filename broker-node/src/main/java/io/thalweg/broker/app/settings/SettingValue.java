package io.thalweg.broker.app.settings;

/**
 * A value as the operator wrote it.
 *
 * @param text the value, trimmed
 * @param origin where it was written, for messages: {@code file NAME}, {@code environment THALWEG_…}, {@code --set},
 *     {@code default}
 */
record SettingValue(String text, String origin) {}
