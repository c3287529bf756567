package dev.socketio.adapter;

/**
 * Makes the adapters of a server, one for each namespace.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AdapterFactory {

	/**
	 * Make the adapter of a namespace.
	 * @param namespace the namespace
	 * @return a new adapter
	 */
	Adapter create(LocalNamespace namespace);

}
