package dev.socketio.server;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import dev.socketio.internal.ApplicationCode;
import dev.socketio.protocol.Arguments;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The namespaces of a server: those that the application has asked for, and the children
 * of dynamic namespaces, which come and go within their limits. Methods may be called
 * from any thread.
 */
final class NamespaceRegistry {

	/** How long a search for empty children that finds none is good for. */
	private static final long SEARCH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final ServerContext context;

	private final Map<String, DefaultNamespace> namespaces = new ConcurrentHashMap<>();

	private final List<DefaultParentNamespace> parents = new CopyOnWriteArrayList<>();

	private final AtomicInteger dynamicNamespaces = new AtomicInteger();

	/**
	 * When no child was empty, so that clients cannot make the server search all the
	 * time.
	 */
	private volatile long fullSince = System.nanoTime() - SEARCH_NANOS;

	private final List<NewNamespaceListener> listeners = new CopyOnWriteArrayList<>();

	NamespaceRegistry(ServerContext context) {
		this.context = context;
	}

	/** Add the server as its main namespace, which stays as long as it does. */
	void addMain(DefaultNamespace main) {
		main.occupancy().keep();
		this.namespaces.put(main.name(), main);
	}

	void addListener(NewNamespaceListener listener) {
		this.listeners.add(listener);
	}

	/** Return a snapshot. */
	Collection<DefaultNamespace> all() {
		return new ArrayList<>(this.namespaces.values());
	}

	/** A namespace that the application asks for. */
	DefaultNamespace of(String name) {
		String normalized = name.startsWith("/") ? name : "/" + name;
		DefaultNamespace namespace = this.namespaces.get(normalized);
		while (namespace == null || !namespace.occupancy().keep()) {
			namespace = findOrCreate(normalized);
		}
		return namespace;
	}

	private DefaultNamespace findOrCreate(String name) {
		// the rules of a dynamic namespace must hold even before a client connects
		for (DefaultParentNamespace parent : this.parents) {
			Map<String, String> variables = matchNow(parent, name);
			if (variables != null) {
				return create(name, parent, variables, Integer.MAX_VALUE, null);
			}
		}
		return create(name, null, Map.of(), Integer.MAX_VALUE, null);
	}

	private @Nullable Map<String, String> matchNow(DefaultParentNamespace parent, String name) {
		AtomicReference<Map<String, String>> result = new AtomicReference<>();
		ApplicationCode
			.mono(parent.matcher(), () -> parent.matcher().match(name, this.context.codec().arguments(List.of())))
			.onErrorComplete()
			.subscribe(result::set)
			.dispose();
		return result.get();
	}

	private DefaultNamespace create(String name, @Nullable DefaultParentNamespace parent, Map<String, String> variables,
			int maxChildren, @Nullable ChildQuota quota) {
		boolean[] created = new boolean[1];
		DefaultNamespace namespace = this.namespaces.computeIfAbsent(name, (key) -> {
			created[0] = true;
			return (parent != null) ? newChild(key, parent, variables, maxChildren)
					: new DefaultNamespace(key, this.context, null, variables);
		});
		if (created[0]) {
			if (quota != null) {
				quota.add(namespace);
			}
			this.listeners.forEach((listener) -> ApplicationCode.run(() -> listener.onNewNamespace(namespace),
					(error) -> FailureLog.newNamespace(name, error)));
		}
		return namespace;
	}

	/**
	 * Children are counted before they are made, so that several threads keep the limit.
	 */
	private DefaultNamespace newChild(String name, DefaultParentNamespace parent, Map<String, String> variables,
			int max) {
		if (this.dynamicNamespaces.getAndUpdate((count) -> (count < max) ? count + 1 : count) >= max) {
			throw new ConnectRefusedException("Too many namespaces");
		}
		try {
			return new DefaultNamespace(name, this.context, parent, variables);
		}
		catch (Throwable ex) {
			this.dynamicNamespaces.decrementAndGet();
			throw ex;
		}
	}

	/** At the limit, let a child go that is of no use to anyone now. */
	private void makeRoomForChild() {
		if (this.dynamicNamespaces.get() >= this.context.options().maxDynamicNamespaces()
				&& System.nanoTime() - this.fullSince >= SEARCH_NANOS) {
			for (DefaultNamespace namespace : this.namespaces.values()) {
				if (removeIfEmpty(namespace)) {
					return;
				}
			}
			this.fullSince = System.nanoTime();
		}
	}

	/** A dynamic namespace, once for each matcher. */
	DefaultParentNamespace of(NamespaceMatcher matcher) {
		synchronized (this.parents) {
			for (DefaultParentNamespace present : this.parents) {
				if (present.matcher().equals(matcher)) {
					return present;
				}
			}
			DefaultParentNamespace parent = new DefaultParentNamespace(this, matcher);
			this.parents.add(parent);
			return parent;
		}
	}

	/**
	 * Find the namespace a client asks for, or create it, and count the client in.
	 * @return the namespace; fails if the client is to be refused
	 */
	Mono<DefaultNamespace> enter(String name, Arguments auth, ChildQuota quota) {
		DefaultNamespace present = enterIfPresent(name);
		if (present != null) {
			return Mono.just(present);
		}
		return Flux.fromIterable(this.parents)
			.concatMap((parent) -> ApplicationCode.mono(parent.matcher(), () -> parent.matcher().match(name, auth))
				.map((variables) -> new Match(parent, variables)))
			.next()
			.switchIfEmpty(Mono.error(() -> new ConnectRefusedException("Invalid namespace")))
			.flatMap((match) -> ApplicationCode.mono(this.context.adapterFactory(),
					() -> Mono.just(enterChild(name, match, quota))));
	}

	private DefaultNamespace enterChild(String name, Match match, ChildQuota quota) {
		while (true) {
			DefaultNamespace entered = enterIfPresent(name);
			if (entered != null) {
				return entered;
			}
			quota.check();
			makeRoomForChild();
			create(name, match.parent, match.variables, this.context.options().maxDynamicNamespaces(), quota);
		}
	}

	private @Nullable DefaultNamespace enterIfPresent(String name) {
		return this.namespaces.computeIfPresent(name, (key, namespace) -> {
			namespace.occupancy().enter();
			return namespace;
		});
	}

	/**
	 * Count a client out. An empty child goes away if that is wanted, as in Node.js also
	 * if the application has asked for it, and always if it has never had a socket.
	 */
	void exit(DefaultNamespace namespace) {
		boolean cleanup = this.context.options().cleanupEmptyChildNamespaces();
		remove(namespace, (present) -> left(present) && (cleanup || !present.occupancy().hasAdmitted())
				&& present.removeIfEmpty(cleanup));
	}

	private boolean left(DefaultNamespace namespace) {
		boolean last = namespace.occupancy().leave();
		if (last) {
			this.fullSince = System.nanoTime() - SEARCH_NANOS;
		}
		return last;
	}

	/** Let a child go if no client is in it and the application has not asked for it. */
	boolean removeIfEmpty(DefaultNamespace namespace) {
		return remove(namespace, (present) -> present.removeIfEmpty(false));
	}

	boolean isPresent(DefaultNamespace namespace) {
		return this.namespaces.get(namespace.name()) == namespace;
	}

	private boolean remove(DefaultNamespace namespace, Predicate<DefaultNamespace> condition) {
		boolean[] removed = new boolean[1];
		this.namespaces.computeIfPresent(namespace.name(), (key, present) -> {
			removed[0] = present == namespace && condition.test(present);
			return removed[0] ? null : present;
		});
		if (removed[0]) {
			this.dynamicNamespaces.decrementAndGet();
			ApplicationCode.run(() -> namespace.adapter().close().subscribe(),
					(error) -> FailureLog.closing(namespace.name(), error));
		}
		return removed[0];
	}

	/** Close the adapters, whatever becomes of one of them. */
	Mono<Void> close() {
		return Flux.fromIterable(this.namespaces.values())
			.flatMap((namespace) -> ApplicationCode.mono(namespace.adapter(), () -> namespace.adapter().close())
				.onErrorResume((error) -> {
					FailureLog.closing(namespace.name(), error);
					return Mono.empty();
				}))
			.then();
	}

	private record Match(DefaultParentNamespace parent, Map<String, String> variables) {

	}

}
