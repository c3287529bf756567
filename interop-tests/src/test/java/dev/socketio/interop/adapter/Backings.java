package dev.socketio.interop.adapter;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * Starts each backing when the first test needs it, and closes it after the last one.
 */
final class Backings implements BeforeAllCallback {

	private Store store;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.store = context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(Backings.class));
	}

	Backing get(AdapterUnderTest adapter) {
		return this.store.computeIfAbsent(adapter, AdapterUnderTest::start, Backing.class);
	}

}
