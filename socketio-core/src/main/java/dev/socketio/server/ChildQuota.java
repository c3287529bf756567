package dev.socketio.server;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Dynamic namespaces that exist because the client of one connection was the first to ask
 * for them. At the bound, those that are empty by now make room. May be used by any
 * thread, as namespaces are looked up asynchronously.
 */
final class ChildQuota {

	private final NamespaceRegistry registry;

	private final int max;

	private final Set<DefaultNamespace> children = new LinkedHashSet<>(0);

	ChildQuota(NamespaceRegistry registry, int max) {
		this.registry = registry;
		this.max = max;
	}

	/** Require room for one more. */
	synchronized void check() {
		if (this.children.size() >= this.max) {
			this.children.removeIf((child) -> !this.registry.isPresent(child) || this.registry.removeIfEmpty(child));
			if (this.children.size() >= this.max) {
				throw new ConnectRefusedException("Too many namespaces");
			}
		}
	}

	synchronized void add(DefaultNamespace child) {
		this.children.add(child);
	}

}
