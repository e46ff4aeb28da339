package io.thalweg.cli.chaos.network.proxy;

import java.net.InetSocketAddress;

/**
 * One port of a broker.
 *
 * @param broker its id, from 1
 * @param dialled where the proxy listens in its place
 * @param bound where the broker itself listens
 */
public record Passage(int broker, InetSocketAddress dialled, InetSocketAddress bound) {}
