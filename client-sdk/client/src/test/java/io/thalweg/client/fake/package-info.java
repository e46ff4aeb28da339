/** A cluster for tests: it keeps its logs in memory and speaks the real protocol. */
package io.thalweg.client.fake;
