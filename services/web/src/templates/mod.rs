//! The templates: embedded, strict, escaped. An undefined name is an error, found by the test that renders every sample.

mod filters;

use std::sync::Arc;

use minijinja::value::Serde;
use minijinja::{Environment, Error, UndefinedBehavior, Value, context};
use serde::Serialize;
use uuid::Uuid;

use crate::forms::FormView;

pub(crate) static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// All templates, compiled.
pub(crate) struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    /// `new_command` makes the id of each form.
    pub(crate) fn new(new_command: Arc<dyn Fn() -> Uuid + Send + Sync>) -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        filters::add_to(&mut environment);
        environment.add_function("new_command", move || new_command().to_string());
        for (name, text) in FILES {
            environment.add_template(name, text)?;
        }
        Ok(Self { environment })
    }

    pub(crate) fn render(&self, template: &str, chrome: &impl Serialize, page: &impl Serialize) -> Result<String, Error> {
        self.render_value(template, chrome, Value::from(Serde(page)))
    }

    pub(crate) fn render_value(&self, template: &str, chrome: &impl Serialize, page: Value) -> Result<String, Error> {
        let chrome = Value::from(Serde(chrome));
        self.environment
            .get_template(template)?
            .render(context! { chrome, page, no_form => Value::from(Serde(FormView::default())) })
    }
}
