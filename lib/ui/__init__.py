"""Everything that speaks Streamlit or HTTP, besides the pages themselves."""
