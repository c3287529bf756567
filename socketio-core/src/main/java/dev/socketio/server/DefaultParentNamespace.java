package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A dynamic namespace of this server.
 */
final class DefaultParentNamespace extends AbstractNamespace<ParentNamespace> implements ParentNamespace {

	private final NamespaceRegistry registry;

	private final NamespaceMatcher matcher;

	private final BroadcastScope scope = new ChildrenScope(this::present);

	DefaultParentNamespace(NamespaceRegistry registry, NamespaceMatcher matcher) {
		this.registry = registry;
		this.matcher = matcher;
	}

	@Override
	ParentNamespace self() {
		return this;
	}

	@Override
	BroadcastScope scope() {
		return this.scope;
	}

	NamespaceMatcher matcher() {
		return this.matcher;
	}

	@Override
	public Collection<Namespace> children() {
		return new ArrayList<>(present());
	}

	private Collection<DefaultNamespace> present() {
		List<DefaultNamespace> children = new ArrayList<>();
		for (DefaultNamespace namespace : this.registry.all()) {
			if (namespace.parent() == this) {
				children.add(namespace);
			}
		}
		return children;
	}

}
