"""The smallest Streamlit script, the reference of a cold start."""

import streamlit as st

st.title("Bonjour")
