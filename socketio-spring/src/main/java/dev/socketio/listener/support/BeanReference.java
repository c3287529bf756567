package dev.socketio.listener.support;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

/**
 * The bean that a listener method is called on. Singletons are looked up once, others for
 * each call.
 */
final class BeanReference {

	private final BeanFactory beanFactory;

	private final String name;

	private final boolean singleton;

	private volatile @Nullable Object cached;

	BeanReference(BeanFactory beanFactory, String name) {
		this.beanFactory = beanFactory;
		this.name = name;
		this.singleton = beanFactory.isSingleton(name);
	}

	String name() {
		return this.name;
	}

	Object get() {
		Object bean = this.cached;
		if (bean != null) {
			return bean;
		}
		bean = this.beanFactory.getBean(this.name);
		if (this.singleton) {
			this.cached = bean;
		}
		return bean;
	}

}
