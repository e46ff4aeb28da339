package io.thalweg.metadata.model;

/**
 * Why a topic configuration was refused.
 *
 * @param key the offending key
 * @param nearest the known key that looks most like it; the key itself if only its value is wrong
 */
public record InvalidSetting(String key, String nearest, String message) {}
